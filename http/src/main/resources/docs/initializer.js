// Shows the API's description. Somebody who is signed in tries requests out in their own session:
// the session's CSRF token is asked for once and sent along.
(() => {
  // by day and by night, as on all pages
  const night = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    const chosen = localStorage.getItem("theme");
    const dark = chosen ? chosen === "dark" : night.matches;
    document.documentElement.classList.toggle("dark-mode", dark);
  };
  paint();
  night.addEventListener("change", paint);

  let csrf;
  const csrfToken = async () => {
    if (csrf === undefined) {
      const answer = await fetch("/api/v1/session", { credentials: "same-origin" });
      csrf = answer.ok ? (await answer.json()).csrfToken : null;
    }
    return csrf;
  };
  window.ui = SwaggerUIBundle({
    url: "/api/v1/openapi.json",
    dom_id: "#docs",
    deepLinking: true,
    validatorUrl: null,
    defaultModelsExpandDepth: 0,
    // the one control that Swagger UI leaves without a name
    onComplete: () => document.getElementById("servers")?.setAttribute("aria-label", "Server"),
    requestInterceptor: async (request) => {
      const changes = !["GET", "HEAD"].includes((request.method || "GET").toUpperCase());
      if (changes && !request.headers.Authorization) {
        const token = await csrfToken();
        if (token) {
          request.headers["Tocsin-CSRF"] = token;
        }
      }
      return request;
    },
  });
})();
