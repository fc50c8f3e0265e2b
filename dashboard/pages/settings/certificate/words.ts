import type { CertificateState, CertificateStep } from '../../../../contract/certificate.ts'

const es = {
  title: 'Certificado de la página de pasajeros',
  lead: 'Con él los teléfonos abren la página por HTTPS y saben solos que están en un WiFi con portal. La flota lo pide, lo renueva y lo entrega a cada equipo.',
  states: {
    'not-set': 'Sin configurar',
    none: 'Todavía no hay',
    good: 'Vigente',
    ending: 'Por vencer',
    past: 'Vencido',
  } satisfies Record<CertificateState, string>,
  meaning: {
    'not-set':
      'Los pasajeros entran por HTTP, sin certificado, y todo lo demás funciona igual. Para tener uno, pon estas variables en el servidor de la flota y reiníciala:',
    none: 'Mientras tanto los pasajeros entran por HTTP.',
    good: '',
    ending: 'Ya debería haberse renovado. Los pasajeros todavía no notan nada.',
    past: 'Los pasajeros siguen entrando, por HTTP. Cada equipo usará el nuevo en cuanto exista.',
  } satisfies Record<CertificateState, string>,
  help: 'Todas se explican con:',
  hostName: 'Dirección',
  authority: 'Lo emite',
  issued: 'Emitido',
  ends: 'Vence',
  next: 'Próxima renovación',
  firstNext: 'Próximo intento',
  left: (days: number, said: string) => (days === 1 ? 'queda 1 día' : `quedan ${said} días`),
  problem: (at: string) => `El último intento falló (${at})`,
  todo: {
    'dns-update':
      'Revisa FLEET_ACME_DNS: el servidor de nombres, el nombre de la llave y su secreto, o el programa que cambia el DNS.',
    'dns-visible':
      'El registro se escribió, pero no se ve en todos los servidores de nombres de la zona. Revisa que el secundario copie del primario, o pon FLEET_ACME_NAME_SERVERS.',
    'ca-unreachable':
      'Revisa que el servidor de la flota tenga salida a internet hacia la autoridad, y FLEET_ACME_CA si es privada.',
    'ca-refused':
      'Lee lo que dice la autoridad: suele ser un registro CAA que no la permite, un límite de pedidos por semana o un nombre mal escrito.',
    certificate: 'Revisa el reloj del servidor de la flota y FLEET_PORTAL_HOSTNAME.',
    other: 'Busca la línea del error en el registro del servidor de la flota.',
  } satisfies Record<CertificateStep, string>,
  again: 'Se vuelve a intentar solo.',
  order: 'Pedir ahora',
  asking: 'Pidiendo…',
  asked: 'Se pedirá en menos de un minuto. Suele tardar otro minuto.',
  look: 'Ver cómo va',
  refused: 'No se pudo pedir',
  only: 'Solo un administrador puede pedir uno.',
}
const en: typeof es = {
  title: 'Certificate of the riders’ page',
  lead: 'With it phones open the page over HTTPS, and know by themselves that a WiFi has a portal. The fleet orders it, renews it and hands it to every gateway.',
  states: { 'not-set': 'Not set up', none: 'None yet', good: 'Good', ending: 'About to end', past: 'Ended' },
  meaning: {
    'not-set':
      'Riders come in over HTTP, without a certificate, and all else works the same. To have one, set these variables on the fleet’s server and restart the fleet:',
    none: 'Until then riders come in over HTTP.',
    good: '',
    ending: 'It should have been renewed by now. Riders notice nothing yet.',
    past: 'Riders still get in, over HTTP. Each gateway takes the new one as soon as there is one.',
  },
  help: 'All of them are explained by:',
  hostName: 'Address',
  authority: 'Issued by',
  issued: 'Issued',
  ends: 'Ends',
  next: 'Next renewal',
  firstNext: 'Next try',
  left: (days, said) => (days === 1 ? '1 day left' : `${said} days left`),
  problem: (at) => `The last try failed (${at})`,
  todo: {
    'dns-update':
      'Look at FLEET_ACME_DNS: the name server, the key’s name and its secret, or the program that changes DNS.',
    'dns-visible':
      'The record was written, but not every name server of the zone has it. See that the secondary copies from the primary, or set FLEET_ACME_NAME_SERVERS.',
    'ca-unreachable':
      'See that the fleet’s server reaches the authority on the internet, and look at FLEET_ACME_CA if it is a private one.',
    'ca-refused':
      'Read what the authority says: often a CAA record does not allow it, a weekly limit is used up, or a name is misspelt.',
    certificate: 'Look at the clock of the fleet’s server and at FLEET_PORTAL_HOSTNAME.',
    other: 'Look for the line of the error in the log of the fleet’s server.',
  },
  again: 'It is tried again by itself.',
  order: 'Order now',
  asking: 'Ordering…',
  asked: 'It is ordered within a minute. It mostly takes another minute.',
  look: 'See how it goes',
  refused: 'It could not be ordered',
  only: 'Only an admin can order one.',
}
export const words = { es, en }
