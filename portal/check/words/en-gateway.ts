import { counted } from './counted.ts'
import type { CheckWords } from './es.ts'

type Subject =
  | 'units'
  | 'portal'
  | 'enrolment'
  | 'fleet'
  | 'clock'
  | 'position'
  | 'policy'
  | 'certificate'
  | 'upgrades'
  | 'disk'
  | 'database'
  | 'reports'

const ENROL = 'abordo gateway enrol --fleet URL --code CODE'
const NEW_CODE = `ask whoever operates the fleet for a new enrolment code, then: ${ENROL}`
const days = (count: number) => counted(count, 'day', 'days')

export const enGateway: Pick<CheckWords, Subject> = {
  units: {
    about: 'service',
    notAtBoot: (name) => `${name} does not start with this machine`,
    notRunning: (name) => `${name} does not run`,
    good: 'everything runs, and starts with this machine',
  },
  portal: {
    about: 'portal',
    silent: (port) => ({
      said: `nothing answers on port ${port}`,
      todo: 'start the portal: abordo portal, or systemctl start abordo-portal',
    }),
    good: (software, riders) => `${software} is running, ${counted(riders, 'rider', 'riders')} connected`,
  },
  enrolment: {
    about: 'enrolment',
    todo: `${ENROL}; "abordo gateway code ID" on the fleet prints a code`,
    damaged: 'enrolment.json cannot be read',
    missing: 'this gateway is not enrolled: its reports are kept here',
    good: 'this gateway is enrolled',
  },
  fleet: {
    about: 'fleet',
    inClear: (url) => ({
      said: `${url} answers and knows this gateway, but not over TLS: whoever is on the way can read its credential`,
      todo: 'give the fleet a certificate, then: abordo gateway enrol --fleet https://…; and revoke the old credential',
    }),
    silent: (url, detail) => ({
      said: `${url} does not answer: ${detail}`,
      todo: 'look at the uplink, then at the fleet',
    }),
    unknown: (url) => ({ said: `${url} does not know this gateway`, todo: NEW_CODE }),
    revoked: (url) => ({ said: `${url} has revoked this gateway`, todo: NEW_CODE }),
    refused: (url) => `${url} refuses this gateway`,
    other: (url) => ({
      said: `what answers at ${url} is not a fleet`,
      todo: 'look whether another portal stands in between',
    }),
    good: (url) => `${url} answers and knows this gateway`,
  },
  clock: {
    about: 'clock',
    days,
    minutes: (count) => counted(count, 'minute', 'minutes'),
    ahead: (by) => `this machine’s clock is wrong by ${by}, ahead`,
    behind: (by) => `this machine’s clock is wrong by ${by}, behind`,
    portalKnows: (source) => `; the portal knows better, from ${source}`,
    portalDoesNot: '; and the portal does not know better',
    wrongTodo: 'set up NTP or gpsd; look at the clock’s battery',
    untold: {
      said: 'nobody has told this boot the time yet',
      todo: 'connect the uplink, or set up NTP or gpsd',
    },
    known: (source, ms) => `known from ${source}, to ${ms} ms`,
    notCompared: { said: 'could not be compared with the fleet’s', todo: 'start the portal' },
    good: 'agrees with the fleet’s',
  },
  position: {
    about: 'position',
    silent: {
      said: 'the receiver says nothing: the reports do not say where the vehicle is',
      todo: 'look at PORTAL_GPSD or PORTAL_ITXPT, at gpsd and at the receiver’s cable: "gpspipe -w" shows what gpsd says',
    },
    noFix: {
      said: 'the receiver gives no fix that can be believed: the reports do not say where the vehicle is',
      todo: 'look at the antenna; after a cold start it takes some minutes under the open sky',
    },
    good: 'the receiver gives fixes',
  },
  policy: {
    about: 'policy',
    problem: (running, version, reason) => ({
      said: `${running} is in force; ${version} is not: ${reason}`,
      todo: 'mend the policy on the fleet',
    }),
    good: (running) => `${running} is in force`,
  },
  certificate: {
    about: 'certificate',
    todoOwn: 'put another one into PORTAL_TLS_CERT and PORTAL_TLS_KEY, then send the portal a SIGHUP',
    todoFleet:
      'look at the certificate in the dashboard’s settings; this gateway fetches it by itself, with its reports',
    unusable: (reason) => `cannot be used: ${reason}`,
    past: 'is past: riders are served over HTTP',
    ending: (left) => `ends in ${days(left)}`,
    good: (left) => `${days(left)} left`,
  },
  upgrades: {
    about: 'new versions',
    noKey: {
      said: 'this package has no key to check new versions with',
      todo: 'install a package that was made with one',
    },
    damaged: {
      said: 'the record of what was taken cannot be read',
      todo: 'install the package again; no version is lost',
    },
    waiting: (version) => `${version} is here and waits for the end of service`,
    rolledBack: (version, reason) => `${version} was gone back from: ${reason}`,
    refused: (version, reason) => `${version} was refused: ${reason}`,
    noReason: 'nothing says why',
    proved: (version) => `${version} was taken and proved`,
    taken: (version) => `${version} was taken`,
    none: 'none has come yet',
  },
  disk: {
    about: 'disk',
    free: (free, total) => `${free} free of ${total}`,
    todo: 'make room: old logs are the first to look at (journalctl --vacuum-size=100M)',
  },
  database: {
    about: 'database',
    inMemory: {
      said: 'is in memory: a power cut would lose what waits',
      todo: 'make room on the disk, or change it',
    },
    missing: { said: 'there is none yet', todo: 'start the portal' },
    damaged: {
      said: 'gateway.db is damaged',
      todo: 'restart the portal: it saves what can be read and begins a new one',
    },
    notAllowed: { said: 'gateway.db may not be read by this user', todo: 'run this as root' },
    setAside: (files) => ({
      said: `damaged ones were set aside: ${files}`,
      todo: 'look at the disk (smartctl, dmesg)',
    }),
  },
  reports: {
    about: 'reports',
    waiting: (count, size) => `${counted(count, 'waits', 'wait')} for the fleet, ${size}`,
    manyTodo: 'the fleet has not been reached for long: look at the uplink',
    rejected: (count, reason) => ({
      said: `${counted(count, 'was', 'were')} rejected by the fleet and ${count === 1 ? 'is' : 'are'} kept aside: ${reason}`,
      todo: 'tell whoever looks after the fleet',
    }),
  },
}
