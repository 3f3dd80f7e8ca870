#!/usr/bin/env bash
# Lighthouse on the list and on a monitor's page of a fresh demo, signed in: the four categories on desktop and phone.
# Needs node, npm (which fetches lighthouse) and chromium. Ends by itself; the bound is 95 throughout.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
port=${TOCSIN_PORT:-18481}
at=http://127.0.0.1:$port
bin/tocsin --version >/dev/null
TOCSIN_DATA_DIR=$folder/data TOCSIN_PORT=$port TOCSIN_BIND=127.0.0.1 bin/tocsin demo >"$folder/log" 2>&1 &
demo=$!
trap 'kill "$demo" 2>/dev/null; wait "$demo" 2>/dev/null; rm -rf "$folder"' EXIT
for _ in $(seq 120); do
  grep -q 'Sign in as' "$folder/log" && break
  sleep 1
done
grep -q 'Sign in as' "$folder/log" || { cat "$folder/log" >&2; exit 1; }

session=$(curl -sf "$at/api/v1/session" -H 'Content-Type: application/json' \
  -d "{\"email\":\"demo@example.com\",\"password\":\"$(cat "$folder/data/demo-password")\"}" |
  node -e 'console.log(JSON.parse(require("fs").readFileSync(0)).token)')
monitor=$(curl -sf "$at/api/v1/monitors" -H "Authorization: Bearer $session" |
  node -e 'const all = JSON.parse(require("fs").readFileSync(0)).items; console.log(all.find((one) => one.type === "http").id)')
sleep "${SETTLE:-60}" # the JVM compiles what a start needed

CHROME_PATH=$(command -v chromium || command -v google-chrome)
export CHROME_PATH
worst=100
for path in / "/monitors/$monitor"; do
  for look in desktop mobile; do
    preset=(); [ "$look" = desktop ] && preset=(--preset=desktop)
    npx --yes lighthouse@12 "$at$path" "${preset[@]}" --quiet --output=json --output-path="$folder/result.json" \
      --extra-headers="{\"Cookie\":\"tocsin_session=$session\"}" \
      --chrome-flags='--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
    line=$(node -e '
      const { categories, audits, finalDisplayedUrl } = JSON.parse(require("fs").readFileSync(process.argv[1]));
      if (finalDisplayedUrl.endsWith("/login")) throw new Error("not signed in");
      const scores = Object.values(categories).map((one) => Math.round(one.score * 100));
      console.log(Math.min(...scores), Object.keys(categories).map((name, at) => `${name} ${scores[at]}`).join("  "),
        ` first paint ${audits["first-contentful-paint"].displayValue}, shift ${audits["cumulative-layout-shift"].displayValue}, blocked ${audits["total-blocking-time"].displayValue}`);' \
      "$folder/result.json")
    [ "${line%% *}" -lt "$worst" ] && worst=${line%% *}
    printf '%-9s %-8s %s\n' "$([ "$path" = / ] && echo list || echo monitor)" "$look" "${line#* }"
  done
done
echo "the worst: $worst (bound 95)"
[ "$worst" -ge 95 ]
