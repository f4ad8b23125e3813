// Seasoning: every page works without it.
import { initAll } from "../govuk/govuk-frontend.min.js";

initAll();

// An element with data-poll names an address that answers {"done": true} once the work is finished. We ask after one
// second, then less and less often; when it is done, the page is loaded again. The element is a role=status region.
for (const waiting of document.querySelectorAll("[data-poll]")) {
    let pause = 1000;
    const ask = async () => {
        try {
            const answer = await fetch(waiting.dataset.poll, { headers: { Accept: "application/json" } });
            if (answer.ok && (await answer.json()).done) {
                waiting.textContent = waiting.dataset.pollDone || "Ready. The page is being loaded again.";
                location.reload();
                return;
            }
            if (answer.status >= 400 && answer.status < 500) return;
        } catch {
            // A lost connection or a restart: ask again.
        }
        pause = Math.min(pause * 1.3, 15000);
        setTimeout(ask, pause);
    };
    setTimeout(ask, pause);
}
