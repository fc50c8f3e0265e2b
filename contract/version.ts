/**
 * The wire protocol between gateway and fleet, `major.minor`.
 * A newer minor version may add fields, which an older reader ignores. A newer major version is refused.
 *
 * History
 * - 1.6 (2026-11-26): `GET /v1/release`, `GET /v1/releases/{version}/{architecture}`, `POST /v1/upgrades`; `GET /v1/certificate`;
 *   `GET /v1/roaming`, `POST /v1/roaming`; `acceptOnce` in the policy; `certificateVersion` and `releaseVersion` in the answer to reports;
 *   `share` and `shapesVersion` in the guide, `GET /v1/guide?shapes=`.
 * - 1.5 (2026-11-26): how long sessions lasted and how long riders took to get online in reports; `GET /v1/device-day`,
 *   `POST /v1/device-sketches`.
 * - 1.4 (2026-11-26): the policy carries the operator's own terms and what was mended on the bus.
 * - 1.3 (2026-11-24): the vehicle's trace and the driver's sign-on in reports; `guideVersion`, `GET /v1/guide`.
 * - 1.2 (2026-11-24): merged and dropped reports, estimated times, health, uplink and policy problem in reports; `code` of a verdict;
 *   `renewCredential`, `POST /v1/credential`; the policy names its protocol.
 * - 1.1 (2026-11-24): riders' problem reports travel in reports.
 * - 1.0 (2026-11-24): reports with riders, sessions, octets and clock; enrolment by one-time code; policy with ETag.
 */
export const PROTOCOL_VERSION = '1.6'

/** True where this program can read what a peer of `version` wrote: same major number. */
export function canRead(version: string): boolean {
  return version.split('.')[0] === PROTOCOL_VERSION.split('.')[0]
}
