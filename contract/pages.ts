/** Pages of the dashboard below `/`, by the first part of their path: the fleet answers each with the dashboard itself. */
export const PAGES = ['map', 'routes', 'gateways', 'alerts', 'tickets', 'reports', 'settings'] as const
