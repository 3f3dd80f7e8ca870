// Shows the API's description. Somebody who is signed in tries requests out in their own session:
// the session's CSRF token is asked for once and sent along.
(() => {
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
