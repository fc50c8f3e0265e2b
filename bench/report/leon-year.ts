// Statements that fill a database with a year of León, as rollups that are a year old look: the same each time. 1,750 buses on a hundred
// routes, of which the last five have hardly any riders; 84 stops and 7 stations; 19 million connections. SQLite only.

/** Starts of the city's days, seconds since 1970: half open. León keeps UTC-6 all year. */
export interface Year {
  from: number
  to: number
}

const UTC_OFFSET_S = 6 * 3600
const DAY_S = 86_400

const localHour = `((at - ${UTC_OFFSET_S}) / 3600 % 24)`
const dayOf = (at: string) => `((${at} - ${UTC_OFFSET_S}) / ${DAY_S} * ${DAY_S} + ${UTC_OFFSET_S})`
/** Sunday is 0. */
const weekday = (at: string) => `((${at} - ${UTC_OFFSET_S}) / ${DAY_S} + 4) % 7`
/** From 0 to 1, another one for each pair. */
const chance = (a: string, b: string) =>
  `((((${a}) * 7919 + (${b}) * 104729) * 1103515245 + 12345) / 65536 % 1000 / 1000.0)`

const moments = ({ from, to }: Year, step: number) =>
  `moment(at) AS (SELECT CAST(${from} AS integer) UNION ALL SELECT at + ${step} FROM moment WHERE at + ${step} < ${to})`

/** The share of a day's sessions that begins in each hour. */
const BY_HOUR = [
  0, 0, 0, 0, 0, 0.02, 0.06, 0.1, 0.08, 0.05, 0.04, 0.04, 0.05, 0.07, 0.08, 0.06, 0.05, 0.06, 0.08, 0.07, 0.04, 0.03,
  0.015, 0.005,
]
const shares = `share(hour, part) AS (VALUES ${BY_HOUR.map((part, hour) => `(${hour}, ${part})`).join(', ')})`
const busyness = `(CASE ${weekday('at')} WHEN 0 THEN 0.6 WHEN 6 THEN 0.75 ELSE 1 END)
  * (CASE strftime('%m', at - ${UTC_OFFSET_S}, 'unixepoch') WHEN '12' THEN 0.85 WHEN '07' THEN 0.8 ELSE 1 END)`

/** Buses that are the same every day stand on the route of their number. */
const BUSES = 1750
const ROUTES = 100
const ON_A_ROUTE = BUSES / ROUTES
const STOPS = 420
const STATIONS = 130

export function gateways(): string[] {
  const numbers = (count: number) =>
    `WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < ${count})`
  const add = (count: number, prefix: string, site: string, route: string) => `${numbers(count)}
    INSERT INTO gateway (gateway_id, site, route_id, added_at, chain_length, chain_head)
    SELECT '${prefix}-' || printf('%04d', n), '${site}', ${route}, 0, 1000 + n, printf('%064x', n) FROM number`
  return [
    add(BUSES, 'bus', 'vehicle', `'R' || printf('%03d', n % ${ROUTES})`),
    add(STOPS, 'stop', 'stop', 'NULL'),
    add(STATIONS, 'station', 'station', 'NULL'),
  ]
}

/** Riders of routes by the hour, of stops and stations by gateway and hour, and what days add them up to. */
export function usage(year: Year): string[] {
  const route = 'CAST(substr(route_id, 2) AS integer)'
  const place = "CAST(substr(gateway_id, instr(gateway_id, '-') + 1) AS integer)"
  const aDay = `(CASE WHEN ${route} >= 95 THEN 2 + (${route} - 95) * 2 ELSE 100 + 97 * ${route} % 900 END)`
  const sessions = (base: string, number: string) =>
    `CAST(${base} * part * ${busyness} * (0.85 + 0.3 * ${chance(number, 'at / 3600')}) + ${chance('at / 3600', number)} AS integer)`
  // A workshop that switched a route's gateways off for a week, and ordinary gaps.
  const reported = `CASE WHEN ${route} = 7 AND at BETWEEN ${year.to - 40 * DAY_S} AND ${year.to - 33 * DAY_S} THEN 0.35 ELSE 0.985 END`
  const sums = 'sum(reports), sum(due), sum(riders_sum), sum(sessions_started), sum(input_octets), sum(output_octets)'
  const columns = 'reports, due, riders_sum, sessions_started, input_octets, output_octets'
  return [
    `WITH RECURSIVE ${moments(year, 3600)}, ${shares}
    INSERT INTO route_hour (route_id, hour_at, ${columns}, minutes, riders_peak)
    SELECT route_id, at, CAST(${ON_A_ROUTE * 60} * ${reported} AS integer), CAST(${ON_A_ROUTE * 60} AS integer), n * (14 + ${route} % 9), n,
      n * 4000000, n * 38000000, 60, n * (14 + ${route} % 9) * 18 / 600 + 2
    FROM (SELECT at, route_id, ${sessions(aDay, route)} AS n FROM moment JOIN share ON hour = ${localHour} CROSS JOIN route WHERE part > 0)`,
    `WITH RECURSIVE ${moments(year, 3600)}, ${shares}
    INSERT INTO gateway_hour (gateway_id, hour_at, ${columns}, riders_peak)
    SELECT gateway_id, at, 60, 60, n * 11, n, n * 2000000, n * 21000000, n * 11 / 30 + 1
    FROM (SELECT at, gateway_id, ${sessions("(CASE site WHEN 'station' THEN 60 ELSE 9 END)", place)} AS n
      FROM moment JOIN share ON hour = ${localHour} CROSS JOIN gateway WHERE part > 0 AND site <> 'vehicle')`,
    `INSERT INTO route_hour (route_id, hour_at, ${columns}, minutes, riders_peak)
    SELECT '', hour_at, ${sums}, 60, sum(riders_sum) / 40 FROM gateway_hour GROUP BY hour_at`,
    `INSERT INTO route_day (route_id, day_at, ${columns}, minutes, riders_peak)
    SELECT route_id, ${dayOf('hour_at')}, ${sums}, sum(minutes), max(riders_peak) FROM route_hour GROUP BY 1, 2`,
    `INSERT INTO fleet_day (day_at, ${columns}, minutes, riders_peak, settled_reports)
    SELECT day_at, ${sums}, 1140, sum(riders_sum) / 600, sum(reports) FROM route_day GROUP BY day_at`,
    `WITH length(bucket, part) AS (VALUES (0, 0.06), (1, 0.07), (2, 0.14), (3, 0.2), (4, 0.16), (5, 0.12), (6, 0.12), (7, 0.07), (8, 0.06)),
      connect(bucket, part) AS (VALUES (2, 0.05), (3, 0.15), (4, 0.25), (5, 0.2), (6, 0.15), (7, 0.1), (8, 0.06), (9, 0.03), (10, 0.01)),
      part AS (SELECT 'length' AS measure, * FROM length UNION ALL SELECT 'connect', * FROM connect)
    INSERT INTO usage_histogram (day_at, row_key, measure, bucket, count)
    SELECT day_at, 'route:' || route_id, measure, bucket, CAST(sessions_started * part + 0.5 AS integer) AS n
    FROM route_day CROSS JOIN part WHERE route_id <> '' AND CAST(sessions_started * part + 0.5 AS integer) > 0`,
    `INSERT INTO device_count (day_at, row_key, estimate, error_share, pieces, due)
    SELECT day_at, 'route:' || route_id, sessions_started * 6 / 10, 0.0081, 300, 300 FROM route_day WHERE route_id <> ''`,
    `INSERT INTO device_count (day_at, row_key, estimate, error_share, pieces, due)
    SELECT day_at, '@city', sessions_started * 5 / 10, 0.0081, 30000, 30000 FROM fleet_day`,
  ]
}

/** Service by the timetable, availability by gateway, boots, riders' problem reports. */
export function service(year: Year): string[] {
  const number = "CAST(substr(gateway_id, instr(gateway_id, '-') + 1) AS integer)"
  // Tenths of a minute. Some buses have a bad day.
  const bad = `(${chance(number, `at / ${DAY_S}`)} < 0.01)`
  const lost = `CAST(9000 * (0.004 + 0.012 * ${chance(`at / ${DAY_S}`, number)}) AS integer)`
  return [
    `WITH RECURSIVE ${moments(year, DAY_S)}
    INSERT INTO gateway_service_day (gateway_id, route_id, day_at, in_service, available, power, no_signal, no_data, sim_quota, gateway, portal)
    SELECT gateway_id, coalesce(route_id, ''), at, 9000, 9000 - lost - gone - 20, gone, lost, 12, 0, 8, 0
    FROM (SELECT gateway_id, route_id, at, ${lost} AS lost, ${bad} * 4200 AS gone FROM moment CROSS JOIN gateway)`,
    `WITH RECURSIVE ${moments(year, DAY_S)}
    INSERT INTO route_service_day (route_id, service_date, feed_id, minutes, trips, intervals)
    SELECT route_id, strftime('%Y%m%d', at - ${UTC_OFFSET_S}, 'unixepoch'), 1, 1080, 180,
      '[[' || (at + 5 * 3600) || ',' || (at + 23 * 3600) || ']]' FROM moment CROSS JOIN route`,
    `WITH RECURSIVE ${moments(year, DAY_S)}
    INSERT INTO gateway_run (gateway_id, boot_id, route_id, first_minute_at, last_minute_at)
    SELECT gateway_id, 'boot-' || at, coalesce(route_id, ''), at + 5 * 3600, at + 23 * 3600 FROM moment CROSS JOIN gateway`,
    `WITH RECURSIVE ${moments(year, 4 * 3600)}
    INSERT INTO rider_problem (gateway_id, ticket, reported_at, route_id, kind, text, received_at, answered_at, answer)
    SELECT gateway_id, printf('%04X', at / 14400 % 65536), at * 1000, coalesce(route_id, ''), 'slow', '', at * 1000,
      CASE WHEN at / 14400 % 5 > 0 THEN (at + 86400 + at % 400000) * 1000 END, CASE WHEN at / 14400 % 5 > 0 THEN 'fixed' END
    FROM moment JOIN gateway ON gateway_id = 'bus-' || printf('%04d', at / 14400 * 37 % ${BUSES})`,
  ]
}
