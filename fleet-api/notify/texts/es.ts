import { simShareOf, type Words } from './words.ts'

const CHECK = 'corre «abordo check» en el equipo'

/** Spanish as it is spoken in Mexico: plain, for whoever reads it on a phone at midnight. */
const STOPPED_FIRST =
  'Abre Ajustes, Versiones: ahí dice qué equipos volvieron y por qué. Luego retírala, u ofrécela otra vez si la causa era otra.'

export const es: Words = {
  locale: 'es-MX',
  lessThanAMinute: 'menos de 1 min',
  wrong: {
    missing: (name) => `${name} sin reportes`,
    'uplink-down': (name) => `${name} sin internet`,
    'uplink-poor': (name) => `${name} con internet lento o que se corta`,
    'sim-quota': (name, facts, say) => {
      const share = simShareOf(facts)
      const runsOut = facts.word('runsOutOn')
      if (share !== null && share >= 1) return `${name}: la SIM acabó sus datos del mes`
      if (facts.number('share') === null && runsOut !== null) return `${name}: la SIM se acaba el ${say.date(runsOut)}`
      if (share === null) return `${name}: la SIM está por acabar sus datos del mes`
      return `${name}: la SIM va al ${say.percent(share)} de sus datos del mes`
    },
    'dhcp-full': (name) => `${name} casi sin lugar para más teléfonos`,
    'portal-failing': (name) => `${name} con fallas en el portal`,
    'clock-wrong': (name) => `${name} con la hora equivocada`,
    hot: (name, facts, say) => {
      const celsius = facts.number('temperatureC')
      return celsius === null ? `${name} demasiado caliente` : `${name} demasiado caliente (${say.number(celsius)} °C)`
    },
    disk: (name, facts) =>
      facts.word('storage') === 'memory' ? `${name} sin disco que funcione` : `${name} con el disco casi lleno`,
    'policy-not-applied': (name) => `${name} sin aplicar la política`,
    'back-filling': (name) => `${name} con reportes atrasados`,
    'rider-problems': (name) => `${name} con quejas de pasajeros`,
    'operator-down': (name, facts, say) => {
      const gateways = facts.number('gateways')
      return gateways === null
        ? `${name}: muchos equipos sin internet`
        : `${name}: ${say.number(gateways)} equipos sin internet`
    },
    certificate: (name, facts, say) => {
      const of = `El certificado de ${facts.word('hostName') ?? name}`
      const endsOn = facts.word('endsOn')
      if (facts.number('past') === 1) return `${of} está vencido`
      return endsOn === null ? `${of} no se pudo obtener` : `${of} vence el ${say.date(endsOn)} y no se pudo renovar`
    },
    'release-stopped': (name, facts) => `Versión ${facts.word('version') ?? name} detenida`,
  },
  several: {
    missing: 'sin reportes',
    'uplink-down': 'sin internet',
    'uplink-poor': 'con internet lento',
    'sim-quota': 'con la SIM por acabarse',
    'dhcp-full': 'sin lugar para teléfonos',
    'portal-failing': 'con fallas en el portal',
    'clock-wrong': 'con la hora equivocada',
    hot: 'con demasiado calor',
    disk: 'con el disco casi lleno',
    'policy-not-applied': 'sin aplicar la política',
    'back-filling': 'con reportes atrasados',
    'rider-problems': 'con quejas de pasajeros',
    'operator-down': 'de todo un operador móvil',
    certificate: 'con el certificado',
    'release-stopped': 'con una versión detenida',
  },
  cause: {
    power: 'Se quedó sin corriente: dejó de reportar de golpe.',
    'no-signal': 'No hay señal celular donde está.',
    'no-data': 'El módem tiene red, pero no pasan datos.',
    'no-sim': 'El módem no funciona o no tiene SIM.',
    cable: 'El cable de la salida a internet está desconectado.',
    'no-route': 'El equipo no tiene por dónde salir a internet: la red no le dio una ruta.',
    dns: 'La conexión sirve, pero los nombres de internet no se resuelven (DNS).',
    'sim-used-up': 'La SIM acabó sus datos del mes.',
    'mobile-operator': 'Falla del operador móvil: les pasa a muchos equipos de la misma red.',
    portal: 'Los programas del portal no funcionan bien en el equipo.',
    storage: 'El disco o la memoria del equipo está llena o falla.',
    enrolment: 'Se le quitó la credencial al equipo.',
    'new-version':
      'Con la versión nueva un teléfono no se habría conectado: esos equipos volvieron solos a la de antes.',
  },
  firstForCause: {
    power: 'Revisa que el equipo tenga corriente: encendido, fusible y cable de alimentación.',
    'no-signal': 'Revisa la antena y su cable. Si ahí nunca hay señal, prueba con otro operador.',
    'no-data': 'Pregunta al operador móvil si la SIM está activa y con saldo; luego revisa el APN.',
    'no-sim': 'Revisa que la SIM esté bien puesta. Si sigue igual, cambia la SIM y después el módem.',
    cable: 'Revisa el cable y el conector de la salida a internet.',
    'no-route': 'Reinicia el módem o el router de salida. Si sigue igual, revisa su configuración de red.',
    dns: `Revisa el DNS de la salida: ${CHECK}.`,
    'sim-used-up': 'Compra más datos para esta SIM o cámbiala.',
    'mobile-operator': 'Pregunta al operador móvil si tiene una falla. No hace falta ir a los autobuses.',
    portal: `Reinicia el equipo. Si vuelve a pasar, ${CHECK}.`,
    storage: `Libera espacio: ${CHECK}, que dice qué lo llena. Si el disco falla, cámbialo.`,
    enrolment: 'Pide un código nuevo en la página del equipo y dalo de alta otra vez.',
    'new-version': STOPPED_FIRST,
  },
  firstForKind: {
    missing: 'Pregunta al conductor si el equipo está encendido; luego revisa corriente y antena.',
    'uplink-down': `Revisa la SIM, la antena y el módem: ${CHECK}.`,
    'uplink-poor': 'Revisa la antena, y mira en el mapa si falla siempre en el mismo tramo.',
    'sim-quota': 'Compra más datos para esta SIM, o baja los datos por pasajero en la política.',
    'dhcp-full': 'Amplía el rango de direcciones del equipo o acorta cuánto duran.',
    'portal-failing': `Reinicia el equipo. Si vuelve a pasar, ${CHECK}.`,
    'clock-wrong': `Revisa la antena de GPS y que el equipo alcance un servidor de hora: ${CHECK}.`,
    hot: 'Revisa la ventilación, y que el equipo no esté al sol ni junto al motor.',
    disk: `Libera espacio: ${CHECK}, que dice qué lo llena.`,
    'policy-not-applied': 'Abre la página del equipo: ahí dice por qué no aplicó la política.',
    'back-filling': 'Revisa la señal donde se estaciona: su conexión no alcanza para lo que tiene guardado.',
    'rider-problems': 'Lee los avisos en la página del equipo, y prueba el WiFi a bordo.',
    'operator-down': 'Pregunta al operador móvil si tiene una falla. No hace falta ir a los autobuses.',
    certificate:
      'Abre Ajustes, Certificado: ahí dice qué falló y qué revisar. Los pasajeros siguen entrando, por HTTP.',
    'release-stopped': STOPPED_FIRST,
  },
  measured: {
    wentBack: (count, of, said) =>
      count === 1
        ? `1 equipo volvió a la versión de antes (se ofreció a ${of}).`
        : `${said} equipos volvieron a la versión de antes (se ofreció a ${of}).`,
    simUse: (used, limit) => `Usó ${used} de ${limit} este mes.`,
    runsOut: (day) => `A este paso se acaba el ${day}.`,
    addresses: (used, size) => `${used} de ${size} direcciones en uso.`,
    room: (free, total) => `Quedan ${free} de ${total}.`,
    reports: (count, said) => (count === 1 ? '1 aviso de pasajeros.' : `${said} avisos de pasajeros.`),
    waiting: (count) => `Reportes que esperan en el equipo: ${count}.`,
    roundTrip: (ms) => `${ms} ms de ida y vuelta.`,
    upShare: (share) => `Con internet el ${share} del tiempo.`,
    operator: (name) => `Operador móvil: ${name}.`,
    signal: (share) => `Señal: ${share}.`,
    spread: (gateways, of, routes) => `${gateways} de sus ${of} equipos; rutas afectadas: ${routes}.`,
    nameServerDown: 'El servicio de direcciones y nombres del equipo (dnsmasq) está parado.',
  },
  bus: (label) => `Autobús ${label}`,
  wholeFleet: 'Toda la flota',
  route: (name) => `ruta ${name}`,
  modem: (port) => `módem ${port}`,
  since(at, today, say) {
    const clock = say.clock(at)
    const article = clock.startsWith('01:') ? 'la' : 'las'
    return today ? `desde ${article} ${clock}` : `desde el ${say.day(at)}, ${clock}`
  },
  ago: (duration) => `hace ${duration}`,
  solved: (ended) => `Resuelto: ${ended}`,
  ended: (wrong, lasted) => `${wrong}, duró ${lasted}`,
  lasted: (from, to, duration) => `De ${from} a ${to}: ${duration}`,
  digest({ count, kinds }, closed, say) {
    const solved = closed === 1 ? '1 resuelta' : `${say.number(closed)} resueltas`
    if (count === 0) return closed === 1 ? '1 alerta resuelta' : `${say.number(closed)} alertas resueltas`
    const open = count === 1 ? '1 alerta' : `${say.number(count)} alertas`
    return `${open}: ${kinds.join(', ')}${closed > 0 ? ` · ${solved}` : ''}`
  },
  otherKinds: 'y otras',
  more: (count) => `Y ${count} más.`,
  labels: {
    where: 'Dónde',
    since: 'Desde',
    measured: 'Medido',
    cause: 'Causa probable',
    first: 'Qué hacer primero',
    lasted: 'Cuánto duró',
  },
  causeUnknown: 'Aún no se sabe.',
  openAlert: 'Ver la alerta',
  openAlerts: 'Ver todas las alertas',
  solvedHeading: 'Resueltas',
  openHeading: 'Abiertas',
  test: {
    subject: 'Prueba de Abordo: los avisos llegan aquí',
    body: (channel) => `Es una prueba del canal «${channel}». No hay nada que hacer.`,
  },
  because: (channel) => `Abordo te avisa por el canal «${channel}». Un administrador lo cambia en Ajustes.`,
}
