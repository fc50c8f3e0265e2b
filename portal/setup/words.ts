import type { Language } from '../i18n/language.ts'
import type { Answer } from './answers.ts'

export interface SetupWords {
  ask: Partial<Record<Answer, string>>
  wrong: Record<Answer, string>
  /** What nothing typed means, where that is an answer. */
  none: string
  missing: (flags: string) => string
  notRoot: string
  /** There is no such interface now: said, not refused, since a modem may come later. */
  notThere: (name: string) => string
  same: string
  radio: string
  noHostapd: string
  wrote: string
  started: string
  atBoot: string
  notStarted: (why: string) => string
  next: string
}

const es: SetupWords = {
  ask: {
    lan: '¿Qué interfaz es la de los pasajeros (el WiFi)?',
    wan: '¿Qué interfaz sale a internet (el módem)?',
    ssid: '¿Cómo se llama el WiFi? (ninguno, si el punto de acceso es otro equipo)',
    address: '¿Qué dirección tiene este equipo del lado de los pasajeros?',
    hostname: '¿Con qué nombre ven el portal (por ejemplo wifi.example.mx)?',
    fleet: '¿En qué dirección está la central (por ejemplo https://flota.example.mx)?',
    gpsd: '¿Dónde escucha gpsd (por ejemplo 127.0.0.1:2947)?',
  },
  wrong: {
    lan: 'escribe el nombre de una interfaz, como wlan0; «ip link» las muestra',
    wan: 'escribe el nombre de una interfaz, como wwan0; «ip link» las muestra',
    ssid: 'escribe un nombre de 1 a 32 letras, sin saltos de línea',
    address: 'escribe una dirección IPv4 con su red, de /8 a /28, como 10.55.0.1/22',
    hostname: 'escribe un nombre como wifi.example.mx',
    fleet: 'escribe una dirección como https://flota.example.mx',
    gpsd: 'escribe máquina y puerto, como 127.0.0.1:2947',
    country: 'escribe las dos letras del país, como MX',
    band: 'escribe 2.4 o 5',
    channel: 'escribe un canal de esa banda: 1 a 13 en 2.4; 36, 40, 44, 48, 149, 153, 157, 161 o 165 en 5',
    owe: 'escribe transition, only u off',
  },
  none: 'ninguno',
  missing: (flags) => `agrega ${flags}, o ejecuta «abordo setup» en una terminal y responde`,
  notRoot: 'ejecútalo como root: sudo abordo setup',
  notThere: (name) => `Ojo: ahora no hay ninguna interfaz ${name}; «ip link» muestra las que hay.`,
  same: 'la interfaz de los pasajeros y la de internet son la misma: deben ser dos',
  radio: 'el nombre de la radio es demasiado largo para dos redes: que sean 11 letras o menos',
  noHostapd: 'Falta hostapd para el WiFi: apt install hostapd',
  wrote: 'Escrito:',
  started: 'El portal está arrancando.',
  atBoot: 'Aquí no corre systemd: el portal arranca con el equipo.',
  notStarted: (why) => `no arrancó: ${why}; mira «journalctl -u abordo-portal -n 20»`,
  next: 'Sigue: abordo gateway enrol --fleet URL --code CÓDIGO, y después abordo check.',
}

const en: SetupWords = {
  ask: {
    lan: "Which interface is the riders' (the WiFi)?",
    wan: 'Which interface leads to the internet (the modem)?',
    ssid: 'What is the WiFi called? (none, if the access point is another device)',
    address: "Which address does this gateway have on the riders' side?",
    hostname: 'Under which name do riders see the portal (such as wifi.example.mx)?',
    fleet: 'Where is the fleet (such as https://fleet.example.mx)?',
    gpsd: 'Where does gpsd listen (such as 127.0.0.1:2947)?',
  },
  wrong: {
    lan: 'write the name of an interface, such as wlan0; "ip link" shows them',
    wan: 'write the name of an interface, such as wwan0; "ip link" shows them',
    ssid: 'write a name of 1 to 32 letters, without line breaks',
    address: 'write an IPv4 address with its network, /8 to /28, such as 10.55.0.1/22',
    hostname: 'write a name such as wifi.example.mx',
    fleet: 'write an address such as https://fleet.example.mx',
    gpsd: 'write host and port, such as 127.0.0.1:2947',
    country: 'write the two letters of the country, such as MX',
    band: 'write 2.4 or 5',
    channel: 'write a channel of that band: 1 to 13 in 2.4; 36, 40, 44, 48, 149, 153, 157, 161 or 165 in 5',
    owe: 'write transition, only or off',
  },
  none: 'none',
  missing: (flags) => `add ${flags}, or run "abordo setup" in a terminal and answer`,
  notRoot: 'run it as root: sudo abordo setup',
  notThere: (name) => `Mind: there is no interface ${name} now; "ip link" shows those that are.`,
  same: "the riders' interface and the uplink's are the same: they have to be two",
  radio: 'the name of the radio is too long for two networks: 11 letters at most',
  noHostapd: 'hostapd is missing for the WiFi: apt install hostapd',
  wrote: 'Written:',
  started: 'The portal is starting.',
  atBoot: 'systemd does not run here: the portal starts when this machine does.',
  notStarted: (why) => `it did not start: ${why}; look at "journalctl -u abordo-portal -n 20"`,
  next: 'Next: abordo gateway enrol --fleet URL --code CODE, then abordo check.',
}

export const SETUP_WORDS: Record<Language, SetupWords> = { es, en }
