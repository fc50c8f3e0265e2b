/** A message as it is sent, whatever it is sent by. */
export interface Message {
  subject: string
  text: string
  html: string
}

/** How a message went out: `Message-ID` and what ties the messages of one alert together. */
export interface MessageIds {
  deliveryId: number
  madeAt: number
  /** Null: it is of several alerts, or of none. */
  alertId: number | null
}
