import { simShareOf, type Words } from './words.ts'

const CHECK = 'run "abordo check" on the gateway'

const STOPPED_FIRST =
  'Open Settings, Versions: it says which gateways went back, and why. Then withdraw it, or offer it again if it was not to blame.'

export const en: Words = {
  locale: 'en-GB',
  lessThanAMinute: 'less than 1 min',
  wrong: {
    missing: (name) => `${name} without reports`,
    'uplink-down': (name) => `${name} without internet`,
    'uplink-poor': (name) => `${name} with slow or broken internet`,
    'sim-quota': (name, facts, say) => {
      const share = simShareOf(facts)
      const runsOut = facts.word('runsOutOn')
      if (share !== null && share >= 1) return `${name}: SIM has used up its month’s data`
      if (facts.number('share') === null && runsOut !== null) return `${name}: SIM runs out on ${say.date(runsOut)}`
      if (share === null) return `${name}: SIM close to the end of its month’s data`
      return `${name}: SIM has used ${say.percent(share)} of its month’s data`
    },
    'dhcp-full': (name) => `${name} with hardly any room for more phones`,
    'portal-failing': (name) => `${name} with a failing portal`,
    'clock-wrong': (name) => `${name} with a wrong clock`,
    hot: (name, facts, say) => {
      const celsius = facts.number('temperatureC')
      return celsius === null ? `${name} too hot` : `${name} too hot (${say.number(celsius)} °C)`
    },
    disk: (name, facts) =>
      facts.word('storage') === 'memory'
        ? `${name} without a disk that works`
        : `${name} with a disk that is nearly full`,
    'policy-not-applied': (name) => `${name} without the policy that you set`,
    'back-filling': (name) => `${name} with late reports`,
    'rider-problems': (name) => `${name} with complaints from riders`,
    'operator-down': (name, facts, say) => {
      const gateways = facts.number('gateways')
      return gateways === null
        ? `${name}: many gateways without internet`
        : `${name}: ${say.number(gateways)} gateways without internet`
    },
    certificate: (name, facts, say) => {
      const of = `The certificate of ${facts.word('hostName') ?? name}`
      const endsOn = facts.word('endsOn')
      if (facts.number('past') === 1) return `${of} has ended`
      return endsOn === null
        ? `${of} could not be obtained`
        : `${of} ends on ${say.date(endsOn)} and could not be renewed`
    },
    'release-stopped': (name, facts) => `Version ${facts.word('version') ?? name} stopped`,
  },
  several: {
    missing: 'without reports',
    'uplink-down': 'without internet',
    'uplink-poor': 'with slow internet',
    'sim-quota': 'with a SIM about to run out',
    'dhcp-full': 'with no room for phones',
    'portal-failing': 'with a failing portal',
    'clock-wrong': 'with a wrong clock',
    hot: 'too hot',
    disk: 'with a disk that is nearly full',
    'policy-not-applied': 'without the policy',
    'back-filling': 'with late reports',
    'rider-problems': 'with complaints from riders',
    'operator-down': 'of a whole mobile operator',
    certificate: 'with the certificate',
    'release-stopped': 'with a version that was stopped',
  },
  cause: {
    power: 'It lost power: it stopped reporting all at once.',
    'no-signal': 'There is no mobile signal where it is.',
    'no-data': 'A mobile network serves the modem, but no data comes through.',
    'no-sim': 'The modem is broken or has no SIM.',
    cable: 'The cable of the uplink is unplugged.',
    'no-route': 'The gateway has no way out to the internet: the network gave it no route.',
    dns: 'The connection works, but names on the internet are not resolved (DNS).',
    'sim-used-up': 'The SIM has used up its month’s data.',
    'mobile-operator': 'The mobile operator has a failure: many gateways of the same network are hit.',
    portal: 'The portal’s programs do not run well on the gateway.',
    storage: 'The gateway’s disk or memory is full or failing.',
    enrolment: 'The gateway’s credential was taken away.',
    'new-version':
      'No phone would have got online with the new version: these gateways went back to the one before by themselves.',
  },
  firstForCause: {
    power: 'Check that the gateway has power: ignition, fuse and power cable.',
    'no-signal': 'Check the antenna and its cable. If there is never any signal there, try another operator.',
    'no-data': 'Ask the mobile operator whether the SIM is active and paid for; then check the APN.',
    'no-sim': 'Check that the SIM sits well. If that does not help, change the SIM, then the modem.',
    cable: 'Check the cable and the connector of the uplink.',
    'no-route': 'Restart the modem or router of the uplink. If that does not help, check its network settings.',
    dns: `Check the uplink’s DNS: ${CHECK}.`,
    'sim-used-up': 'Buy more data for this SIM, or change it.',
    'mobile-operator': 'Ask the mobile operator whether it has a failure. There is no need to go to the buses.',
    portal: `Restart the gateway. If it happens again, ${CHECK}.`,
    storage: `Make room: ${CHECK}, which says what fills it. If the disk is failing, change it.`,
    enrolment: 'Ask for a new code on the gateway’s page, and enrol it again.',
    'new-version': STOPPED_FIRST,
  },
  firstForKind: {
    missing: 'Ask the driver whether the gateway is on; then check power and antenna.',
    'uplink-down': `Check the SIM, the antenna and the modem: ${CHECK}.`,
    'uplink-poor': 'Check the antenna, and look at the map whether it always fails on the same stretch.',
    'sim-quota': 'Buy more data for this SIM, or lower the data for each rider in the policy.',
    'dhcp-full': 'Widen the gateway’s range of addresses, or shorten how long they last.',
    'portal-failing': `Restart the gateway. If it happens again, ${CHECK}.`,
    'clock-wrong': `Check the GPS antenna, and that the gateway reaches a time server: ${CHECK}.`,
    hot: 'Check the ventilation, and that the gateway is neither in the sun nor beside the engine.',
    disk: `Make room: ${CHECK}, which says what fills it.`,
    'policy-not-applied': 'Open the gateway’s page: it says why the policy was not applied.',
    'back-filling': 'Check the signal where it is parked: its connection cannot carry what it has kept.',
    'rider-problems': 'Read the reports on the gateway’s page, and try the WiFi on board.',
    'operator-down': 'Ask the mobile operator whether it has a failure. There is no need to go to the buses.',
    certificate: 'Open Settings, Certificate: it says what failed and what to look at. Riders still get in, over HTTP.',
    'release-stopped': STOPPED_FIRST,
  },
  measured: {
    wentBack: (count, of, said) =>
      count === 1
        ? `1 gateway went back to the version before (offered to ${of}).`
        : `${said} gateways went back to the version before (offered to ${of}).`,
    simUse: (used, limit) => `${used} of ${limit} used this month.`,
    runsOut: (day) => `At this pace it runs out on ${day}.`,
    addresses: (used, size) => `${used} of ${size} addresses in use.`,
    room: (free, total) => `${free} of ${total} are left.`,
    reports: (count, said) => (count === 1 ? '1 report from riders.' : `${said} reports from riders.`),
    waiting: (count) => `Reports that wait on the gateway: ${count}.`,
    roundTrip: (ms) => `${ms} ms there and back.`,
    upShare: (share) => `With internet ${share} of the time.`,
    operator: (name) => `Mobile operator: ${name}.`,
    signal: (share) => `Signal: ${share}.`,
    spread: (gateways, of, routes) => `${gateways} of its ${of} gateways; routes hit: ${routes}.`,
    nameServerDown: 'The gateway’s service of addresses and names (dnsmasq) has stopped.',
  },
  bus: (label) => `Bus ${label}`,
  wholeFleet: 'The whole fleet',
  route: (name) => `route ${name}`,
  modem: (port) => `modem ${port}`,
  since: (at, today, say) => (today ? `since ${say.clock(at)}` : `since ${say.day(at)}, ${say.clock(at)}`),
  ago: (duration) => `${duration} ago`,
  solved: (ended) => `Solved: ${ended}`,
  ended: (wrong, lasted) => `${wrong}, lasted ${lasted}`,
  lasted: (from, to, duration) => `From ${from} to ${to}: ${duration}`,
  digest({ count, kinds }, closed, say) {
    if (count === 0) return closed === 1 ? '1 alert solved' : `${say.number(closed)} alerts solved`
    const open = count === 1 ? '1 alert' : `${say.number(count)} alerts`
    return `${open}: ${kinds.join(', ')}${closed > 0 ? ` · ${say.number(closed)} solved` : ''}`
  },
  otherKinds: 'and others',
  more: (count) => `And ${count} more.`,
  labels: {
    where: 'Where',
    since: 'Since',
    measured: 'Measured',
    cause: 'Likely cause',
    first: 'What to do first',
    lasted: 'How long',
  },
  causeUnknown: 'Not known yet.',
  openAlert: 'Open the alert',
  openAlerts: 'Open all alerts',
  solvedHeading: 'Solved',
  openHeading: 'Open',
  test: {
    subject: 'Test from Abordo: alerts arrive here',
    body: (channel) => `This is a test of the channel “${channel}”. There is nothing to do.`,
  },
  because: (channel) => `Abordo tells you this over the channel “${channel}”. An admin can change that in Settings.`,
}
