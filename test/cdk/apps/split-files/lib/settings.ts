export enum Speed {
  Slow = 'slow',
  Fast = 'fast',
}
export const NAMES = { nightly: 'nightly-run', hourly: 'hourly-run' } as const;
export default { seconds: 60 * 60, speed: Speed.Fast };
