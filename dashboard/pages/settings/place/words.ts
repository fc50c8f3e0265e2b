const es = {
  for: 'Para',
  scopes: { fleet: 'Toda la flota', route: 'Una ruta', gateway: 'Un equipo' },
  chooseRoute: 'Ruta',
  chooseGateway: 'Equipo',
  choose: 'Elige…',
  search: 'Escribe su identificador o etiqueta',
  withOwn: 'Con ajustes propios',
  noneWithOwn: 'Ninguna tiene ajustes propios todavía.',
  noSuchRoute: 'No hay una ruta con este identificador.',
  noSuchGateway: 'No hay un equipo con este identificador.',
  ownCount: (n: number) => (n === 1 ? '1 ajuste propio' : `${n} ajustes propios`),
  own: 'Cambiar aquí',
  layerHint: {
    route: 'Lo que no cambies aquí queda como en toda la flota.',
    gateway: 'Lo que no cambies aquí queda como en su ruta o, si su ruta no lo cambia, como en toda la flota.',
  },
  onlyAdmins: 'Solo un administrador cambia la flota y las rutas. Puedes cambiar un solo equipo.',
}
const en: typeof es = {
  for: 'For',
  scopes: { fleet: 'Whole fleet', route: 'One route', gateway: 'One gateway' },
  chooseRoute: 'Route',
  chooseGateway: 'Gateway',
  choose: 'Choose…',
  search: 'Type its id or label',
  withOwn: 'With settings of their own',
  noneWithOwn: 'None has settings of its own yet.',
  noSuchRoute: 'There is no route of this id.',
  noSuchGateway: 'There is no gateway of this id.',
  ownCount: (n: number) => (n === 1 ? '1 setting of its own' : `${n} settings of its own`),
  own: 'Change here',
  layerHint: {
    route: 'What you do not change here stays as it is for the whole fleet.',
    gateway:
      'What you do not change here stays as it is for its route or, where the route changes nothing, for the whole fleet.',
  },
  onlyAdmins: 'Only an admin changes the fleet and the routes. You can change a single gateway.',
}
export const words = { es, en }
