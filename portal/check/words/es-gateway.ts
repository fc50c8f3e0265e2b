import type { ClockSource } from '../../../contract/report.ts'
import { counted } from './counted.ts'

const days = (count: number) => counted(count, 'día', 'días')
const ENROL = 'abordo gateway enrol --fleet URL --code CÓDIGO'
const NEW_CODE = `pide un código de alta nuevo a quien opera la central y luego: ${ENROL}`
const SOURCES: Record<ClockSource, string> = {
  gnss: 'el satélite (GNSS)',
  ntp: 'NTP',
  fleet: 'la central',
  system: 'el reloj de este equipo',
  none: 'nadie',
}

/** Of the program, its fleet and its disk. */
export const esGateway = {
  units: {
    about: 'servicio',
    notAtBoot: (name: string) => `${name} no arranca con este equipo`,
    notRunning: (name: string) => `${name} no está corriendo`,
    good: 'todo está corriendo y arranca con este equipo',
  },
  portal: {
    about: 'portal',
    silent: (port: number) => ({
      said: `nada contesta en el puerto ${port}`,
      todo: 'arranca el portal: abordo portal, o systemctl start abordo-portal',
    }),
    good: (software: string, riders: number) =>
      `${software} está corriendo, ${counted(riders, 'pasajero conectado', 'pasajeros conectados')}`,
  },
  enrolment: {
    about: 'alta',
    todo: `${ENROL}; en la central, «abordo gateway code ID» da un código`,
    damaged: 'enrolment.json no se puede leer',
    missing: 'este equipo no está dado de alta: sus reportes se quedan aquí',
    good: 'este equipo está dado de alta',
  },
  fleet: {
    about: 'central',
    inClear: (url: string) => ({
      said: `${url} contesta y conoce este equipo, pero sin TLS: quien esté en el camino puede leer su credencial`,
      todo: 'ponle un certificado a la central y luego: abordo gateway enrol --fleet https://…; y revoca la credencial vieja',
    }),
    silent: (url: string, detail: string) => ({
      said: `${url} no contesta: ${detail}`,
      todo: 'revisa la salida a internet y después la central',
    }),
    unknown: (url: string) => ({ said: `${url} no conoce este equipo`, todo: NEW_CODE }),
    revoked: (url: string) => ({ said: `${url} revocó el acceso de este equipo`, todo: NEW_CODE }),
    refused: (url: string) => `${url} rechaza este equipo`,
    other: (url: string) => ({
      said: `lo que contesta en ${url} no es una central`,
      todo: 'revisa si hay otro portal de por medio',
    }),
    good: (url: string) => `${url} contesta y conoce este equipo`,
  },
  clock: {
    about: 'reloj',
    days,
    minutes: (count: number) => counted(count, 'minuto', 'minutos'),
    ahead: (by: string) => `el reloj de este equipo está adelantado ${by}`,
    behind: (by: string) => `el reloj de este equipo está atrasado ${by}`,
    portalKnows: (source: ClockSource) => `; el portal sabe la hora por ${SOURCES[source]}`,
    portalDoesNot: ', y el portal tampoco sabe la hora',
    wrongTodo: 'configura NTP o gpsd; revisa la pila del reloj',
    untold: {
      said: 'desde que arrancó, nadie le ha dicho la hora a este equipo',
      todo: 'conecta la salida a internet, o configura NTP o gpsd',
    },
    known: (source: ClockSource, ms: number) => `la hora se sabe por ${SOURCES[source]}, con error de hasta ${ms} ms`,
    notCompared: { said: 'no se pudo comparar con el de la central', todo: 'arranca el portal' },
    good: 'coincide con el de la central',
  },
  position: {
    about: 'posición',
    silent: {
      said: 'el receptor no dice nada: los reportes no dicen dónde está el vehículo',
      todo: 'revisa PORTAL_GPSD o PORTAL_ITXPT, gpsd y el cable del receptor: «gpspipe -w» muestra lo que dice gpsd',
    },
    noFix: {
      said: 'el receptor no da una posición confiable: los reportes no dicen dónde está el vehículo',
      todo: 'revisa la antena; recién encendido tarda unos minutos a cielo abierto',
    },
    good: 'el receptor da la posición',
  },
  policy: {
    about: 'política',
    problem: (running: number, version: number, reason: string) => ({
      said: `está en vigor la ${running}; la ${version} no: ${reason}`,
      todo: 'corrige la política en la central',
    }),
    good: (running: number) => `está en vigor la ${running}`,
  },
  certificate: {
    about: 'certificado',
    todoOwn: 'pon otro en PORTAL_TLS_CERT y PORTAL_TLS_KEY y manda un SIGHUP al portal',
    todoFleet: 'revisa el certificado en los ajustes del tablero; este equipo lo recoge solo, al mandar sus reportes',
    unusable: (reason: string) => `no se puede usar: ${reason}`,
    past: 'ya venció: los pasajeros entran por HTTP',
    ending: (left: number) => `vence en ${days(left)}`,
    good: (left: number) => `le quedan ${days(left)}`,
  },
  upgrades: {
    about: 'versiones nuevas',
    noKey: {
      said: 'este paquete no trae llave para revisar las versiones nuevas',
      todo: 'instala un paquete que la traiga',
    },
    damaged: {
      said: 'el registro de lo que llegó no se puede leer',
      todo: 'instala el paquete otra vez; no se pierde ninguna versión',
    },
    waiting: (version: string) => `la ${version} ya llegó y espera a que termine el servicio`,
    rolledBack: (version: string, reason: string) => `se probó la ${version} y se volvió a la anterior: ${reason}`,
    refused: (version: string, reason: string) => `la ${version} se rechazó: ${reason}`,
    noReason: 'no quedó anotado por qué',
    proved: (version: string) => `la ${version} se instaló y pasó la prueba`,
    taken: (version: string) => `la ${version} ya llegó`,
    none: 'todavía no llega ninguna',
  },
  disk: {
    about: 'disco',
    free: (free: string, total: string) => `${free} libres de ${total}`,
    todo: 'haz espacio: primero revisa los registros viejos (journalctl --vacuum-size=100M)',
  },
  database: {
    about: 'base de datos',
    inMemory: {
      said: 'está solo en memoria: si se va la corriente, se pierde lo que falta por enviar',
      todo: 'haz espacio en el disco, o cámbialo',
    },
    missing: { said: 'todavía no hay', todo: 'arranca el portal' },
    damaged: {
      said: 'gateway.db está dañada',
      todo: 'reinicia el portal: rescata lo que se puede leer y empieza una nueva',
    },
    notAllowed: { said: 'este usuario no puede leer gateway.db', todo: 'córrelo como root' },
    setAside: (files: string) => ({
      said: `se apartaron bases dañadas: ${files}`,
      todo: 'revisa el disco (smartctl, dmesg)',
    }),
  },
  reports: {
    about: 'reportes',
    waiting: (count: number, size: string) =>
      `${counted(count, 'falta por enviar', 'faltan por enviar')} a la central, ${size}`,
    manyTodo: 'hace mucho que este equipo no llega a la central: revisa la salida a internet',
    rejected: (count: number, reason: string) => ({
      said: `la central rechazó ${count}, que se guardan aparte: ${reason}`,
      todo: 'avisa a quien opera la central',
    }),
  },
}
