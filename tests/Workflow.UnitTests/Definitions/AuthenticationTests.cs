using Workflow.Definitions.Syntax;
using Xunit;

namespace Workflow.UnitTests.Definitions;

public class AuthenticationTests
{
    [Fact]
    public void Read_WhenALoginNamesSecrets_KeepsTheirNamesOnce()
    {
        var login = Assert.IsType<BasicAuthentication>(Read(
            "basic: { username: '${ $secrets.shop }', password: '${ $secrets[\"a-b\"] + $secrets.shop }' }",
            "secrets: [ shop, a-b, other ]"));

        Assert.Equal(["shop", "a-b"], login.Secrets);
    }

    [Theory]
    [InlineData("basic: { use: shop }", LoginScheme.Basic)]
    [InlineData("bearer: { use: shop }", LoginScheme.Bearer)]
    [InlineData("digest: { use: shop }", LoginScheme.Digest)]
    [InlineData("oauth2: { use: shop }", LoginScheme.OAuth2)]
    [InlineData("oidc: { use: shop }", LoginScheme.Oidc)]
    [InlineData("use: named", LoginScheme.Bearer)]
    public void Read_WhenASecretIsTheWholeLogin_KeepsItsName(string authentication, LoginScheme scheme)
    {
        var login = Assert.IsType<SecretAuthentication>(Read(
            authentication, "secrets: [ shop ], authentications: { named: { bearer: { use: shop } } }"));

        Assert.Equal((scheme, "shop"), (login.Scheme, login.Secret));
    }

    [Fact]
    public void Read_WhenATokenIsFetched_KeepsItsTermsAndTheirSecrets()
    {
        var login = Assert.IsType<TokenAuthentication>(Read(
            "oidc: { authority: 'https://l', grant: client_credentials, scopes: [ a, b ], "
            + "client: { id: me, secret: '${ $secrets.shop }' } }",
            "secrets: [ shop ]"));

        Assert.True(login.IsOidc);
        Assert.Equal(["shop"], login.Secrets);
    }

    [Theory]
    [InlineData("bearer: { token: '${ $secrets.crn }' }", "`use.secrets` does not list `crn`; did you mean `crm`?")]
    [InlineData("bearer: { token: '${ $secrets }' }", "`$secrets` is followed by the name of a secret")]
    [InlineData("bearer: { use: else }", "`use.secrets` does not list `else`; add it")]
    [InlineData("bearer: {}", "The property `token` is missing")]
    [InlineData("bearer: { token: a, use: crm }", "`use` stands alone")]
    [InlineData("basic: { username: a }", "The property `password` is missing")]
    [InlineData("basic: { use: crm }, bearer: { use: crm }", "An authentication has one scheme; here are 2.")]
    [InlineData("use: cmr-login", "`use.authentications` defines no `cmr-login`; did you mean `crm-login`?")]
    [InlineData("use: crm-login, bearer: { use: crm }", "`use` stands alone")]
    [InlineData("digest: { username: a }", "The property `password` is missing")]
    [InlineData("certificate: {}", "`certificate` is not supported yet")]
    [InlineData("oauth2: { grant: password, client: { authentication: none }, username: a, password: b }",
        "The property `authority` is missing")]
    [InlineData("oauth2: { authority: 'https://l', grant: authorization_code, client: { id: a, secret: b } }",
        "The grant `authorization_code` is not supported: it needs a person")]
    [InlineData("oauth2: { authority: 'https://l', grant: refresh_token, client: { id: a, secret: b } }",
        "The grant `refresh_token` is not supported: it has no place")]
    [InlineData("oauth2: { authority: 'https://l', grant: client_credential, client: { id: a, secret: b } }",
        "`client_credential` is none of the words of `grant`; did you mean `client_credentials`?")]
    [InlineData("oauth2: { authority: 'https://l', grant: client_credentials }", "The property `client` is missing")]
    [InlineData("oauth2: { authority: 'https://l', grant: client_credentials, client: { id: a } }",
        "The property `secret` is missing")]
    [InlineData("oauth2: { authority: 'https://l', grant: client_credentials, client: { id: a, authentication: " +
        "private_key_jwt } }", "The property `assertion` is missing")]
    [InlineData("oauth2: { authority: 'https://l', grant: password, client: { authentication: none }, password: b }",
        "The property `username` is missing")]
    [InlineData("oauth2: { authority: 'https://l', grant: client_credentials, client: { id: a, secret: b }, " +
        "scopes: api }", "`scopes` must be a list of texts")]
    [InlineData("oauth2: { authority: 'https://l', grant: client_credentials, client: { id: a, secret: b }, " +
        "request: { encoding: text/xml } }", "`text/xml` is none of the words of `encoding`")]
    [InlineData("oauth2: { authority: '${ $secrets.crm }', grant: client_credentials, client: { id: a, secret: b } }",
        "`authority` takes no secret")]
    [InlineData("oauth2: { authority: 'ftp://l', grant: client_credentials, client: { id: a, secret: b } }",
        "`ftp://l` cannot be asked for tokens")]
    [InlineData("oidc: { authority: 'https://l', grant: client_credentials, client: { id: a, secret: b }, " +
        "endpoints: {} }", "`endpoints` does not stand here; it belongs to `oauth2`")]
    public void Read_WhenALoginIsWrong_SaysWhat(string authentication, string message)
    {
        var error = Assert.Single(Text.Errors(Document(
            authentication, "secrets: [ crm ], authentications: { crm-login: { bearer: { use: crm } } }")));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secrets: { a: b }", "`secrets` must be a list of names of secrets")]
    [InlineData("secrets: [ 'no name' ]", "`no name` cannot be the name of a secret.")]
    [InlineData("authentications: { a: {} }", "An authentication has one scheme; here are 0.")]
    [InlineData("authentications: []", "`authentications` must be an object")]
    public void Read_WhenUseIsWrong_SaysWhat(string use, string message)
    {
        var error = Assert.Single(Text.Errors(Text.With($"use: {{ {use} }}\ndo: []\n")));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static AuthenticationSpec? Read(string authentication, string use) => Assert.IsType<CallHttpTask>(
        Text.Definition(Document(authentication, use)).Do.Tasks[0]).Endpoint.Authentication;

    private static string Document(string authentication, string use) => Text.With($$"""
        use: { {{use}} }
        do:
        - a:
            call: http
            with: { method: get, endpoint: { uri: 'http://h', authentication: { {{authentication}} } } }

        """);
}
