// A process that has loaded Vigie and waits for the word to start it: the kills come faster, and what dies is the same.
await import('../../dist/app.js')
process.once('message', () => import('../../dist/main.js'))
process.send('loaded')
