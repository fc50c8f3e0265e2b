// Runs before the first paint, so that a chosen theme never flashes in the other one. Not a module: those run too late.
try {
  const theme = localStorage.getItem('abordo.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is refused: the system's theme holds.
}
