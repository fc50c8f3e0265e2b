/** What each setting is for, in the two languages of the product. What it takes, and its default, the programs know themselves. */
export const SETTINGS_WORDS: Record<string, { en: string; es: string }> = {
  DATABASE_URL: {
    en: "The fleet's database. A password belongs in PGPASSWORD.",
    es: 'La base de datos de la flota. La contraseña va en PGPASSWORD.',
  },
  FLEET_HOST: {
    en: 'Address to listen on; 127.0.0.1 behind a proxy on the same machine.',
    es: 'Dirección en la que escucha; 127.0.0.1 detrás de un proxy en la misma máquina.',
  },
  FLEET_PORT: { en: 'Port to listen on.', es: 'Puerto en el que escucha.' },
  FLEET_PUBLIC_URL: {
    en: 'The address that people open: stands in e-mails, links and QR codes.',
    es: 'La dirección que la gente abre: aparece en correos, enlaces y códigos QR.',
  },
  FLEET_TRUSTED_PROXY: {
    en: 'Your own reverse proxies: only their word (X-Forwarded-For) on who asks is believed.',
    es: 'Tus propios proxies: solo a ellos se les cree (X-Forwarded-For) quién pregunta.',
  },
  SMTP_URL: {
    en: 'The mail server for alerts, invitations and monthly reports; none: nothing is sent.',
    es: 'El servidor de correo para alertas, invitaciones e informes del mes; sin él no se envía nada.',
  },
  SMTP_FROM: {
    en: "Who e-mail comes from; else abordo@ the public URL's host.",
    es: 'Remitente de los correos; si falta, abordo@ el dominio de la dirección pública.',
  },
  FLEET_RELEASE_KEY: {
    en: 'The key that versions for gateways have to be signed with.',
    es: 'La clave con la que deben estar firmadas las versiones para los equipos.',
  },
  FLEET_PORTAL_HOSTNAME: {
    en: "The host name of the riders' portal, for which the fleet obtains a certificate.",
    es: 'El nombre del portal de los pasajeros, para el que la flota obtiene un certificado.',
  },
  FLEET_ACME_DIRECTORY: { en: 'The CA that certificates come from.', es: 'La autoridad que emite los certificados.' },
  FLEET_ACME_EMAIL: { en: 'Whom the CA may write to.', es: 'A quién puede escribir esa autoridad.' },
  FLEET_ACME_CA: {
    en: "A private CA's own certificate.",
    es: 'El certificado propio de una autoridad privada.',
  },
  FLEET_ACME_DNS: {
    en: 'How the proof for the CA gets into the DNS.',
    es: 'Cómo llega al DNS la prueba para esa autoridad.',
  },
  FLEET_ACME_NAME_SERVERS: {
    en: 'Whom the fleet asks whether the proof stands there.',
    es: 'A quién pregunta la flota si la prueba ya está ahí.',
  },
  PORTAL_LAN_INTERFACE: {
    en: "The riders' side. Needed with nftables.",
    es: 'El lado de los pasajeros. Obligatorio con nftables.',
  },
  PORTAL_WAN_INTERFACE: {
    en: 'The uplink. Needed with nftables.',
    es: 'La salida a internet. Obligatorio con nftables.',
  },
  PORTAL_HTTP_PORT: {
    en: 'Port of the riders’ page; the firewall leads port 80 to it.',
    es: 'Puerto de la página de los pasajeros; el cortafuegos lleva ahí el puerto 80.',
  },
  PORTAL_HTTPS_PORT: {
    en: 'The same with TLS: 8443 where there is a certificate.',
    es: 'Lo mismo con TLS: 8443 donde hay certificado.',
  },
  PORTAL_TLS_CERT: { en: 'Certificate of your own (chain).', es: 'Certificado propio (cadena).' },
  PORTAL_TLS_KEY: { en: 'Its private key.', es: 'Su clave privada.' },
  PORTAL_HOSTNAME: {
    en: "The portal's name; none: the gateway's address.",
    es: 'El nombre del portal; sin él, la dirección del equipo.',
  },
  PORTAL_DATA_DIR: {
    en: 'Where the portal keeps its state: reports not yet sent, credential, policy.',
    es: 'Donde el portal guarda su estado: reportes por enviar, credencial, política.',
  },
  PORTAL_FLEET_URL: {
    en: 'Another address of the fleet than at enrolment.',
    es: 'Otra dirección de la flota que la del alta.',
  },
  PORTAL_ENFORCEMENT: {
    en: 'Whether the firewall is really set.',
    es: 'Si de verdad se pone el cortafuegos.',
  },
  PORTAL_DHCP: { en: 'Who hands out addresses and names.', es: 'Quién reparte direcciones y nombres.' },
  PORTAL_GPSD: { en: 'gpsd, for place and time.', es: 'gpsd, para lugar y hora.' },
  PORTAL_ITXPT: {
    en: "This machine in the vehicle's ITxPT network, to hear GNSSLocation.",
    es: 'Este equipo en la red ITxPT del vehículo, para oír GNSSLocation.',
  },
  PORTAL_SIGN_ON: {
    en: "Where the driver's console signs on.",
    es: 'Donde la consola del conductor inicia su servicio.',
  },
  PORTAL_RELEASE_KEY: {
    en: 'The key that new versions have to be signed with.',
    es: 'La clave con la que deben estar firmadas las versiones nuevas.',
  },
  PORTAL_VERSIONS_DIR: {
    en: 'Where root keeps the versions of the program.',
    es: 'Donde root guarda las versiones del programa.',
  },
  PORTAL_OUTBOX_OCTETS: {
    en: 'Room on the disk for reports that wait.',
    es: 'Espacio en disco para reportes que esperan.',
  },
  PORTAL_ACCOUNTING_INTERVAL_S: {
    en: 'How often a report is made. Leave it.',
    es: 'Cada cuánto se hace un reporte. Déjalo así.',
  },
}
