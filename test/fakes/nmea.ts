/** A sentence of NMEA 0183 with its checksum. */
export function sentence(text: string): string {
  const sum = [...text].reduce((xor, letter) => xor ^ letter.charCodeAt(0), 0)
  return `$${text}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`
}
