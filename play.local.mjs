import { readFileSync, readdirSync } from 'node:fs'
import { execSync } from 'node:child_process'
import { chromium } from 'playwright-core'
const pid = execSync(`pgrep -P $(cat /tmp/look-demo.pid) | tail -1`, {encoding:'utf8'}).trim()
const env = Object.fromEntries(readFileSync(`/proc/${pid}/environ`,'utf8').split('\0').map(l=>l.split(/=(.*)/s).slice(0,2)))
const O = 'http://127.0.0.1:3911'
const json = (r) => r.json()
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--no-sandbox'] })
const ctx = await b.newContext({ viewport:{width:1100,height:900} })
const page = await ctx.newPage()
page.on('console', (l)=> l.type()==='error' && console.log('BROWSER', l.text()))
await page.goto(O+'/console'); await page.getByRole('button',{name:'Corentin'}).click()
const say = async (t) => { await page.goto(O+'/console'); await page.getByRole('textbox',{name:'Command'}).fill(t); await page.getByRole('button',{name:'Send'}).click(); await page.locator('.answer').waitFor(); console.log('> '+t+'\n'+await page.locator('.answer').innerText()+'\n') }
const shot = async (name, path) => { for (const w of [360,1100]) for (const colorScheme of ['light','dark']) { await page.setViewportSize({width:w,height:900}); await page.emulateMedia({colorScheme}); await page.goto(O+path); await page.waitForTimeout(400); const sw = await page.evaluate('document.documentElement.scrollWidth'); if (sw>w) console.log('WIDE',name,w,sw); await page.screenshot({path:`/tmp/look-shots/${name}-${w}-${colorScheme}.png`, fullPage:true}) } await page.setViewportSize({width:1100,height:900}) ; await page.emulateMedia({colorScheme:'light'})}
const jwt = (await fetch(env.BASEROW_URL+'/api/user/token-auth/',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({email:env.BASEROW_EMAIL,password:env.BASEROW_PASSWORD})}).then(json)).access_token
const row = (method, table, id, values) => fetch(`${env.BASEROW_URL}/api/database/rows/table/${table}/${id===''?'':id+'/'}?user_field_names=true`,{method,headers:{'content-type':'application/json',authorization:`JWT ${jwt}`},...(values?{body:JSON.stringify(values)}:{})}).then(async r=>{const t=await r.text(); if(!r.ok) console.log(method,table,id,r.status,t); return t})
const login = await fetch(env.DOCMOST_URL+'/api/auth/login',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({email:'ludo@formation-hub.example',password:'demo-docmost-password'})})
const cookie = login.headers.getSetCookie().map(c=>c.split(';')[0]).join('; ')
const wiki = (p,body) => fetch(`${env.DOCMOST_URL}/api/${p}`,{method:'POST',headers:{'content-type':'application/json',cookie},body:JSON.stringify(body)}).then(async r=>{const t=await r.text(); if(!r.ok) console.log(p,r.status,t); return t? JSON.parse(t):undefined})
const hook = (ev, n) => fetch(O+'/api/webhooks/baserow/projet-changed',{method:'POST',headers:{'content-type':'application/json',authorization:'Bearer '+env.BASEROW_WEBHOOK_SECRET},body:JSON.stringify({table_id:43,database_id:7,workspace_id:3,webhook_id:2,event_id:ev,event_type:'rows.updated',items:[n],old_items:[n]})}).then(r=>r.status)
const wait = (ms)=>new Promise(r=>setTimeout(r,ms))
await (await import(process.argv[2])).default({O,env,page,say,shot,row,wiki,hook,wait,ctx})
await b.close()
