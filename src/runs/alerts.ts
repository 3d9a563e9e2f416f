/** One alert of a monitor, whichever product sent it. */
export type Alert = {
  readonly source: 'uptimerobot' | 'alertmanager' | 'generic' | 'vigie'
  /** The same for each message about the same trouble: names the alert, not the message. */
  readonly fingerprint: string
  readonly state: 'firing' | 'resolved'
  /** What is wrong, in one line. */
  readonly title: string
  readonly summary?: string
  /** The part of the product, as the monitor calls it. */
  readonly service?: string
  /** The monitor's own word: `critical`, `warning` ... */
  readonly severity?: string
  /** When the trouble began, milliseconds since 1970, where the monitor says so. */
  readonly since?: number
  readonly link?: string
}

/** Remembers which alerts belong to which run, so that a storm makes one card. Every method is one atomic step. */
export type AlertBook = {
  /** The run that took this alert last; the caller looks whether it is still open. */
  runOf(fingerprint: string): Promise<string | undefined>
  /** How the alert stood when this run took it last; undefined when it never did. */
  stateOf(run: string, fingerprint: string): Promise<Alert['state'] | undefined>
  /** Writes down that `run` took the alert. */
  take(run: string, alert: Pick<Alert, 'fingerprint' | 'state'>): Promise<Taken>
}

export type Taken = {
  /** False when the run knew this alert in this state already. */
  readonly news: boolean
  /** Different alerts that the run has taken, this one included. */
  readonly distinct: number
  readonly firing: number
  /** Messages taken, repeats included. */
  readonly messages: number
}
