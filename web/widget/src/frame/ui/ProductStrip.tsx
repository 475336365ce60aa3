import { useChat } from "./context";
import { CloseIcon } from "./icons";

/** What the visitor looks at on the page, to be sent with one tap. */
export function ProductStrip() {
  const { chat, host, state, t } = useChat();
  const { product } = state;
  if (!product) return null;
  return (
    <div class="product" data-testid="chat-product">
      {host.mayShow(product.picture) && <img src={product.picture} alt="" />}
      <span class="product-words">
        <span class="product-title">{product.title}</span>
        {product.price !== undefined && <span class="card-price">{money(product.price, product.currency)}</span>}
      </span>
      <button type="button" class="chip" data-testid="chat-send-product" onClick={() => chat.sendProduct(product)}>
        {t("product.send")}
      </button>
      <button type="button" class="icon-button" aria-label={t("app.close")} onClick={() => chat.setProduct(null)}>
        <CloseIcon />
      </button>
    </div>
  );
}

/** As the server will write it: ¥1,234.00. */
function money(price: number | string, currency = "CNY"): string {
  const amount = Number(price);
  if (!Number.isFinite(amount) || price === "") return String(price);
  const sign = ({ CNY: "¥", USD: "$", EUR: "€", GBP: "£", HKD: "HK$" } as Record<string, string>)[currency] ?? `${currency} `;
  const [whole, cents] = amount.toFixed(2).split(".") as [string, string];
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}
