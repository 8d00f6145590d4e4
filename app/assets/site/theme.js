// Light and dark. The choice is a cookie, so that the server writes it into the page and nothing flashes.
const root = document.documentElement;

const likesDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : likesDark.matches);

/** @param {Element} button */
const press = (button) => button.setAttribute("aria-pressed", String(isDark()));

/** @param {"dark" | "light"} theme */
function choose(theme) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
  root.dataset.theme = theme;
}

export function startTheme() {
  document.querySelectorAll("[data-theme-toggle]").forEach((button) => {
    press(button);
    button.addEventListener("click", () => {
      choose(isDark() ? "light" : "dark");
      press(button);
    });
  });
}
