/** Dates in policies: W3C's ISO 8601 formats (https://www.w3.org/TR/NOTE-datetime) or epoch seconds. */

const ISO = /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d{1,9})?))?(?:Z|([+-])(\d\d):(\d\d)))?)?$/;
const EPOCH = /^\d{5,12}(?:\.\d{1,9})?$/;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days of the year before each month, in a common year; the 13th is the whole year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** Days since 1970-01-01; undefined for what is no day of the calendar. Core has no Date, so that it has no clock. */
const epochDays = (year: number, month: number, day: number): number | undefined => {
  const before = DAYS_BEFORE[month - 1];
  const after = DAYS_BEFORE[month];
  if (before === undefined || after === undefined) return undefined;
  const leapDay = isLeap(year) ? 1 : 0;
  if (day < 1 || day > after - before + (month === 2 ? leapDay : 0)) return undefined;
  const past = year - 1;
  const daysToYear = past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return daysToYear - 719162 + before + (month > 2 ? leapDay : 0) + day - 1;
};

/**
 * The time in epoch seconds; undefined when the text is no date. Four digits alone are none: they could be a year or epoch
 * seconds.
 */
export const epochSeconds = (text: string): number | undefined => {
  if (EPOCH.test(text)) return Number(text);
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day = '1', hour = '0', minute = '0', second = '0', sign, zoneHour = '0', zoneMinute = '0'] =
    match;
  const days = epochDays(Number(year), Number(month), Number(day));
  const inRange = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (days === undefined || !inRange || Number(zoneHour) > 23 || Number(zoneMinute) > 59) return undefined;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -60 : 60);
  return days * 86400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
};
