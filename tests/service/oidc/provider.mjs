/**
 * A real OpenID Connect provider (oidc-provider) with some users, for the tests of signing in.
 *
 * node provider.mjs PORT SERVICE: listens on 127.0.0.1:PORT, knows SERVICE as the client "kompas".
 * POST /spoil with {"what": "aud" | "nonce" | "iss" | "exp" | "key" | "none" | ""} makes it sign
 * wrong ID tokens from then on, which a provider that was taken over, or is another's, would.
 */
import { exportJWK, generateKeyPair, decodeJwt, SignJWT, UnsecuredJWT } from "jose";
import Provider from "oidc-provider";

const [port, service] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = await generateKeyPair("RS256", { extractable: true });
const { privateKey: another } = await generateKeyPair("RS256");
const key = { ...(await exportJWK(privateKey)), kid: "one", alg: "RS256", use: "sig" };

const PEOPLE = {
  ejer: { name: "Eja Ejer", preferred_username: "Eja", roles: ["KOMPAS_EJER", "ANDET"] },
  laeser: { name: "Lars Læser", preferred_username: "lars", roles: "KOMPAS_LAES" },
  begge: { name: "Bo Begge", preferred_username: "bo", roles: "KOMPAS_LAES, KOMPAS_REGLER" },
  ingen: { name: "Ina Ingen", preferred_username: "ina", roles: ["ANDET"] },
  tom: { name: "Tom Tom", preferred_username: "tom" },
  navnebror: { name: "<b>Lokal</b>", preferred_username: "lokal", roles: ["KOMPAS_LAES"] },
  sær: { name: "x".repeat(5000), preferred_username: "'; DROP TABLE users; --", roles: [7, {}, "KOMPAS_LAES"] },
};

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "kompas",
      client_secret: "a secret of the test",
      redirect_uris: [`${service}/admin/oidc/back`],
      post_logout_redirect_uris: [`${service}/admin/sign-in`],
    },
  ],
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "roles"], email: ["email"] },
  cookies: { keys: ["a key of the test"] },
  jwks: { keys: [key] },
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...PEOPLE[id] }),
  }),
});

let spoil = "";
const changed = {
  aud: { aud: "somebody-else" },
  nonce: { nonce: "of another sign-in" },
  iss: { iss: "https://another.example" },
  exp: { exp: 1_000_000_000 },
};

provider.use(async (ctx, next) => {
  if (ctx.path === "/spoil" && ctx.method === "POST") {
    spoil = ctx.query.what ?? "";
    ctx.status = 204;
    return;
  }
  if (ctx.path === "/person" && ctx.method === "POST") {
    PEOPLE[ctx.query.id].roles = ctx.query.roles.split(",");
    ctx.status = 204;
    return;
  }
  await next();
  if (spoil && ctx.path === "/token" && ctx.body?.id_token) {
    const claims = { ...decodeJwt(ctx.body.id_token), ...changed[spoil] };
    ctx.body.id_token =
      spoil === "none"
        ? new UnsecuredJWT(claims).encode()
        : await new SignJWT(claims)
            .setProtectedHeader({ alg: "RS256", kid: "one" })
            .sign(spoil === "key" ? another : privateKey);
  }
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
