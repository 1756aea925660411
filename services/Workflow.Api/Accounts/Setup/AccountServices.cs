using Microsoft.AspNetCore.Cors.Infrastructure;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Accounts.Keys;
using Workflow.Api.Accounts.Tokens;
using Workflow.Api.Http;
using Workflow.Database.Accounts;
using Workflow.Hosting;

namespace Workflow.Api.Accounts.Setup;

/// <summary>What finding out who calls takes.</summary>
internal static class AccountServices
{
    private const int KeySetBytesMax = 1_048_576;

    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    /// <param name="urls">Where the API will listen.</param>
    /// <exception cref="SettingException">The API must not be started like this.</exception>
    public static void AddAccounts(this IServiceCollection services, IConfiguration settings, string urls)
    {
        var options = OptionsReader.Read<AccountOptions>(settings.AsEnumerable(), "WORKFLOW_AUTH");
        var rules = TokenSetup.RulesOf(options);
        var keys = TokenSetup.KeysOf(options);
        var remote = TokenSetup.RemoteOf(options);
        services.AddSingleton(typeof(AccountMode), ModeChoice.Decide(
            options.Mode, TokenSetup.HasKeys(options), ListeningAddresses.BeyondLoopback(settings, urls),
            IsProduction(settings)));
        services.AddSingleton(options);
        services.AddSingleton<AccountMemory>();
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<Origins>();
        services.AddCors();
        if (remote is not null)
        {
            services.AddSingleton(provider => new RemoteKeys(
                KeyClient(), remote, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<RemoteKeys>>()));
        }

        services.AddSingleton(provider => new TokenVerifier(
            rules, keys, provider.GetService<RemoteKeys>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<ApiKeyCheck>();
        services.AddSingleton<CredentialCheck>();
        services.AddSingleton<LiveLease>();
    }

    /// <summary>From here on requests say who calls; browsers that ask for pages of allowed sites are
    /// answered.</summary>
    public static void UseAccounts(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<Origins>();
        if (origins.Allowed.Count > 0)
        {
            app.UseMiddleware<CorsMiddleware>(origins.Policy);
        }

        app.UseMiddleware<AccountGate>();
        app.Logger.ModeIs(app.Services.GetRequiredService<AccountMode>());
    }

    // The framework's own default is Production when nothing is said; only what is said counts here.
    private static bool IsProduction(IConfiguration settings) =>
        new[] { "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT" }.Any(name =>
            "Production".Equals(settings[name], StringComparison.OrdinalIgnoreCase));

    // A redirect could lead from https to anywhere.
    private static HttpClient KeyClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = ConnectionLife,
    })
    {
        MaxResponseContentBufferSize = KeySetBytesMax,
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
