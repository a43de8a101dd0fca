// exp, ln, powers and choices with the very bits of src/number/elementary.rs: plain IEEE operations in the same order.
const float = new Float64Array(1), bits = new BigUint64Array(float.buffer);
const toBits = (x) => { float[0] = x; return bits[0]; };
const fromBits = (b) => { bits[0] = BigInt.asUintN(64, b); return float[0]; };
const LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10, PER_LN2 = 1.44269504088896338700;
const ROUND = 6755399441055744.0;
const P = [1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05,
  -1.65339022054652515390e-06, 4.13813679705723846039e-08];
const L = [6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
  1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01];

function exp(x) {
  let within = x > 709.0 ? 709.0 : x;
  within = within < -708.0 ? -708.0 : within;
  const shifted = within * PER_LN2 + ROUND, k = shifted - ROUND;
  const high = within - k * LN2_HIGH, low = k * LN2_LOW, r = high - low, rr = r * r;
  const c = r - rr * (P[0] + rr * (P[1] + rr * (P[2] + rr * (P[3] + rr * P[4]))));
  const y = 1.0 + (r * c / (2.0 - c) - low + high);
  const power = fromBits((toBits(shifted) + 1023n) << 52n);
  const result = x > 709.0 ? Infinity : y * power;
  return x < -708.0 ? 0.0 : result;
}

function ln(x) {
  const small = x < 2.2250738585072014e-308;
  const scaled = small ? x * 18014398509481984.0 : x, lift = small ? 54.0 : 0.0;
  const b = BigInt.asUintN(64, toBits(scaled) + (0x3ff0000000000000n - 0x3fe6a09e00000000n));
  const k = fromBits(0x4330000000000000n | (b >> 52n)) - 4503599627370496.0 - 1023.0 - lift;
  const f = fromBits((b & 0x000fffffffffffffn) + 0x3fe6a09e00000000n) - 1.0;
  const half = 0.5 * f * f, s = f / (2.0 + f), z = s * s, w = z * z;
  const even = w * (L[1] + w * (L[3] + w * L[5])), odd = z * (L[0] + w * (L[2] + w * (L[4] + w * L[6])));
  let result = s * (half + (odd + even)) + k * LN2_LOW - half + f + k * LN2_HIGH;
  result = x === Infinity ? x : result;
  result = x === 0.0 ? -Infinity : result;
  return x >= 0.0 ? result : NaN;
}

const pow = (x, y) => (y === 0.0 ? 1.0 : y === 1.0 ? x : exp(y * ln(x)));
const min = (a, b) => (b < a ? b : a), max = (a, b) => (b > a ? b : a);
const show = (row) => console.log(Array.from(row, (x) => toBits(x).toString(16).padStart(16, "0")).join(" "));
