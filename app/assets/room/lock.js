// One tab sends at a time. Two would do no harm (the key makes a resend harmless), only double work.
const PATIENCE = 5000; // a tab put to sleep by the phone may hold the lock for ever

/** @param {string} name @param {() => Promise<void>} work */
export async function alone(name, work) {
  if (!navigator.locks) return work();
  const stop = new AbortController();
  const impatient = setTimeout(() => stop.abort(), PATIENCE);
  let started = false;
  const begin = () => {
    started = true;
    clearTimeout(impatient);
    return work();
  };
  try {
    return await navigator.locks.request(name, { signal: stop.signal }, begin);
  } catch (error) {
    if (started) throw error;
    return work();
  }
}
