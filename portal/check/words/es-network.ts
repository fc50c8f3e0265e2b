import { counted } from './counted.ts'

/** ModemManager's own words. */
const STATES = new Map(
  Object.entries({
    unknown: 'estado desconocido',
    initializing: 'está arrancando',
    disabled: 'está apagado',
    disabling: 'se está apagando',
    enabling: 'se está encendiendo',
    enabled: 'encendido, sin red',
    searching: 'busca red',
    registered: 'tiene red, pero no datos',
    connecting: 'se está conectando',
    disconnecting: 'se está desconectando',
    failed: 'falló',
  }),
)
const FAILURES = new Map(
  Object.entries({
    unknown: 'no dice por qué',
    'sim-error': 'no puede leer la SIM',
    'unknown-capabilities': 'no dice qué sabe hacer',
    'esim-without-profiles': 'su eSIM no tiene perfil',
  }),
)

/** Of what stands between riders and the internet. */
export const esNetwork = {
  riders: {
    about: 'interfaz de pasajeros',
    noAddress: (name: string) => ({
      said: `${name} no tiene dirección IPv4`,
      todo: `dale una dirección a ${name}, por ejemplo 10.55.0.1/22`,
    }),
    good: (name: string) => `${name} existe y tiene dirección`,
  },
  wifi: {
    about: 'WiFi',
    noIw: 'iw no está instalado: sin él no se sabe cómo está',
    silent: { said: 'el kernel no dice nada de las radios', todo: 'revisa la tarjeta WiFi y su controlador (dmesg)' },
    noRadio: (name: string) => ({
      said: `no existe la radio ${name}`,
      todo: 'revisa la tarjeta WiFi; «iw dev» y «rfkill list» muestran lo que hay',
    }),
    noNetwork: (name: string) => `${name} no emite ninguna red: hostapd no corre como debe`,
    notApart: 'los teléfonos de la red abierta y los de la cifrada se alcanzan entre sí',
    and: ' y ',
    good: (networks: string, channel: number | null, phones: number) =>
      `${networks} en el canal ${channel}, ${counted(phones, 'teléfono', 'teléfonos')}`,
  },
  uplink: {
    about: 'salida a internet',
    missing: (name: string) => ({
      said: `no existe la interfaz ${name}`,
      todo: 'revisa el módem; «ip link» muestra las interfaces que hay',
    }),
    noLink: (name: string) => ({
      said: `${name} no tiene enlace`,
      todo: 'revisa la SIM, la antena y el módem (mmcli -m any)',
    }),
    noRoute: (name: string) => ({
      said: `no hay ruta a internet por ${name}`,
      todo: 'conecta el módem; «ip route» muestra las rutas',
    }),
    good: (name: string) => `${name} tiene enlace y ruta`,
  },
  modem: {
    about: 'módem',
    notInstalled: 'ModemManager no está instalado',
    silent: 'ModemManager no contesta',
    none: { said: 'no hay ninguno', todo: 'revisa su cable y su corriente; «lsusb» muestra lo que está conectado' },
    noSim: (port: string) => ({ said: `${port} no tiene SIM`, todo: 'pon la SIM, del lado correcto' }),
    locked: (port: string) => ({
      said: `la SIM de ${port} pide su PIN`,
      todo: 'mmcli -i any --pin=PIN, o pide que se lo quiten',
    }),
    failed: (port: string, failure: string) => ({
      said: `${port} falló: ${FAILURES.get(failure) ?? failure}`,
      todo: 'apágalo y préndelo; «mmcli -m any» dice más',
    }),
    notConnected: (port: string, state: string) => ({
      said: `${port} no está conectado: ${STATES.get(state) ?? state}`,
      todo: 'revisa la antena, el APN y el saldo de la SIM (mmcli -m any)',
    }),
    good: (port: string) => `${port} está conectado`,
    to: (operatorName: string) => ` a ${operatorName}`,
    signal: (percent: number) => `, señal al ${percent} %`,
  },
  forwarding: {
    about: 'reenvío',
    off: { said: 'el kernel no reenvía paquetes', todo: 'arranca el portal, o pon net.ipv4.ip_forward en 1' },
    good: 'el kernel reenvía paquetes',
  },
  closed: {
    about: 'cortafuegos',
    noTable: {
      said: 'nuestras reglas no están en el kernel',
      todo: 'systemctl restart abordo-closed, o arranca el portal',
    },
    nothingAtBoot: {
      said: 'al arrancar este equipo, nada se carga antes que la red',
      todo: 'corre: abordo setup',
    },
    otherAtBoot: {
      said: 'lo que se carga al arrancar este equipo es de otros ajustes',
      todo: 'corre: abordo setup',
    },
    notAllowed: { said: 'este usuario no puede ver las reglas', todo: 'córrelo como root' },
    good: 'nadie pasa sin aceptar, desde que arranca este equipo',
  },
  names: {
    about: 'nombres (DNS)',
    silent: {
      said: 'los teléfonos no reciben respuesta: el portal no se les abre solo',
      todo: 'arranca el portal; «ss -lnup» muestra qué otro programa ocupa el puerto 53',
    },
    good: 'los teléfonos reciben respuesta a cualquier nombre',
  },
}
