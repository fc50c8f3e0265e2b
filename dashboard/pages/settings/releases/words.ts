import type { Ring } from '../../../../contract/release.ts'
import type { ReleaseState } from '../../../../contract/releases.ts'

type Counts = keyof ReleaseState['counts']
type Offer = Exclude<Ring, 'none'>

const es = {
  title: 'Versiones de los equipos',
  lead: 'Cada versión del programa llega por pasos: primero a unos equipos de prueba, luego a uno de cada diez y al final a todos. Si falla, el equipo vuelve solo a la anterior.',
  none: 'Todavía no hay ninguna versión cargada.',
  noneHint: 'Se cargan en el servidor de la flota, con la carpeta que recibes de quien hace el programa:',
  rings: { none: 'No se ofrece', canary: 'En prueba', tenth: 'A uno de cada diez', all: 'A todos' } satisfies Record<
    Ring,
    string
  >,
  stopped: 'Detenida',
  stoppedTitle: (n: number, shown: string) =>
    n === 1
      ? 'Se detuvo: un equipo la instaló y tuvo que volver a la versión anterior.'
      : `Se detuvo: ${shown} equipos la instalaron y tuvieron que volver a la versión anterior.`,
  stoppedAct:
    'Ya no se ofrece a nadie más. Mira abajo qué pasó en cada equipo. Retírala si la versión está mal; si la causa fue otra, deja que siga.',
  stoppedSee: 'Ya no se ofrece a nadie más. Avisa a quien administra la flota: abajo dice qué pasó en cada equipo.',
  offeredTo: {
    canary: (n: number, shown: string): string =>
      n === 0
        ? 'Se ofrece a los equipos de prueba, pero todavía no hay ninguno.'
        : `Se ofrece a los equipos de prueba: ${shown}.`,
    tenth: (_n: number, shown: string) =>
      `Se ofrece a los de prueba y a uno de cada diez de los demás: ${shown} en total.`,
    all: (_n: number, shown: string) => `Se ofrece a todos los equipos: ${shown}.`,
  } satisfies Record<Offer, unknown>,
  added: (day: string) => `cargada el ${day}`,
  size: (megabytes: string) => `(${megabytes} MB)`,
  counts: {
    proved: (n: number): string => (n === 1 ? 'ya la usa' : 'ya la usan'),
    taken: (n: number): string =>
      n === 1 ? 'la descargó; la instala fuera de servicio' : 'la descargaron; la instalan fuera de servicio',
    waiting: (n: number): string => (n === 1 ? 'falta' : 'faltan'),
    rolledBack: (n: number): string => (n === 1 ? 'volvió a la anterior' : 'volvieron a la anterior'),
    refused: (n: number): string => (n === 1 ? 'la rechazó' : 'la rechazaron'),
  } satisfies Record<Counts, (n: number) => string>,
  wrong: (shown: string) => `Qué salió mal (${shown})`,
  refused: 'La rechazó',
  rolledBack: 'Volvió a la anterior',
  offer: 'A quién se ofrece',
  offerTo: { canary: 'A los de prueba', tenth: 'A uno de cada diez', all: 'A todos' } satisfies Record<Offer, string>,
  offerAsk: {
    canary: (v: string) => `¿Ofrecer la ${v} solo a los equipos de prueba?`,
    tenth: (v: string) => `¿Ofrecer la ${v} a uno de cada diez equipos?`,
    all: (v: string) => `¿Ofrecer la ${v} a todos los equipos?`,
  } satisfies Record<Offer, (v: string) => string>,
  offerNote: {
    canary: 'Los demás se quedan con la que tienen. Espera un día y mira que todos la usen.',
    tenth: 'Incluye a los de prueba. Si dos equipos (o más de 5 %) vuelven a la anterior, se detiene sola.',
    all: 'Si dos equipos vuelven a la versión anterior, se detiene sola.',
  } satisfies Record<Offer, string>,
  when: 'Cada equipo la descarga poco a poco y la instala fuera de sus horas de servicio. Los pasajeros conectados siguen en línea.',
  noCanaries: 'Todavía no hay equipos de prueba: elige algunos abajo, o nadie la recibirá.',
  goOn: 'Dejar que siga',
  goOnAsk: (v: string) => `¿Dejar que siga la ${v}?`,
  goOnNote:
    'Se ofrece otra vez a los que faltan, no a los que volvieron a la anterior. Si pasa de nuevo, se detiene otra vez.',
  withdraw: 'Retirar',
  withdrawAsk: (v: string) => `¿Retirar la ${v}?`,
  withdrawNote: 'Nadie más la recibe. Los equipos que ya la usan siguen con ella.',
  canaries: 'Equipos de prueba',
  canariesLead:
    'Reciben cada versión antes que los demás. Elige unos pocos, de modelos y rutas distintas, cerca de tu taller.',
  noneYet: 'Todavía no hay ninguno.',
  since: (day: string) => `desde el ${day}`,
  remove: 'Quitar',
  removeAsk: (name: string) => `¿Quitar ${name} de los equipos de prueba?`,
  gateway: 'Equipo',
  gatewayHint: 'Su nombre o su número, como aparece en la lista de equipos.',
  chooseGateway: 'Elige un equipo de la lista.',
  noGateway: 'No hay ningún equipo con ese nombre: elígelo de la lista.',
  add: 'Agregar a los de prueba',
}
const en: typeof es = {
  title: 'Versions of the gateways',
  lead: 'Each version of the program arrives in steps: first on some test gateways, then on one in ten, and at last on all. Where it fails, the gateway goes back to the one before by itself.',
  none: 'No version has been loaded yet.',
  noneHint: 'They are loaded on the fleet’s server, from the folder that whoever makes the program gives you:',
  rings: { none: 'Not offered', canary: 'On trial', tenth: 'To one in ten', all: 'To all' },
  stopped: 'Stopped',
  stoppedTitle: (n, shown) =>
    n === 1
      ? 'It was stopped: a gateway installed it and had to go back to the version before.'
      : `It was stopped: ${shown} gateways installed it and had to go back to the version before.`,
  stoppedAct:
    'It is offered to nobody else. See below what happened on each gateway. Withdraw it if the version is bad; if the cause was another, let it go on.',
  stoppedSee: 'It is offered to nobody else. Tell whoever runs the fleet: below is what happened on each gateway.',
  offeredTo: {
    canary: (n, shown) =>
      n === 0 ? 'Offered to the test gateways, but there are none yet.' : `Offered to the test gateways: ${shown}.`,
    tenth: (_n, shown) => `Offered to the test gateways and to one in ten of the others: ${shown} in all.`,
    all: (_n, shown) => `Offered to all gateways: ${shown}.`,
  },
  added: (day) => `loaded on ${day}`,
  size: (megabytes) => `(${megabytes} MB)`,
  counts: {
    proved: (n) => (n === 1 ? 'runs it' : 'run it'),
    taken: (n) =>
      n === 1 ? 'has fetched it; installs it out of service' : 'have fetched it; install it out of service',
    waiting: () => 'to go',
    rolledBack: () => 'went back',
    refused: () => 'refused it',
  },
  wrong: (shown) => `What went wrong (${shown})`,
  refused: 'Refused it',
  rolledBack: 'Went back',
  offer: 'Who is offered it',
  offerTo: { canary: 'To the test gateways', tenth: 'To one in ten', all: 'To all' },
  offerAsk: {
    canary: (v) => `Offer ${v} to the test gateways only?`,
    tenth: (v) => `Offer ${v} to one gateway in ten?`,
    all: (v) => `Offer ${v} to all gateways?`,
  },
  offerNote: {
    canary: 'The others stay with what they have. Wait a day, and see that all of them run it.',
    tenth: 'The test gateways are among them. If two gateways (or more than 5%) go back, it stops by itself.',
    all: 'If two gateways go back to the version before, it stops by itself.',
  },
  when: 'Each gateway fetches it little by little and installs it outside its service hours. Riders who are connected stay online.',
  noCanaries: 'There are no test gateways yet: choose some below, or nobody gets it.',
  goOn: 'Let it go on',
  goOnAsk: (v) => `Let ${v} go on?`,
  goOnNote:
    'It is offered again to those still to go, not to those that went back. If it happens again, it stops again.',
  withdraw: 'Withdraw',
  withdrawAsk: (v) => `Withdraw ${v}?`,
  withdrawNote: 'Nobody else gets it. Gateways that run it already go on with it.',
  canaries: 'Test gateways',
  canariesLead:
    'They get each version before the others. Choose a few, of different models and routes, close to your workshop.',
  noneYet: 'There are none yet.',
  since: (day) => `since ${day}`,
  remove: 'Remove',
  removeAsk: (name) => `Remove ${name} from the test gateways?`,
  gateway: 'Gateway',
  gatewayHint: 'Its name or number, as the list of gateways shows it.',
  chooseGateway: 'Choose a gateway of the list.',
  noGateway: 'There is no gateway of this name: choose it from the list.',
  add: 'Add to the test gateways',
}
export const words = { es, en }
