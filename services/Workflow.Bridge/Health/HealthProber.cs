using System.Data.Common;
using System.Net;
using Workflow.Bridge.Logins;
using Workflow.Database.Bridge;
using Workflow.Model;

namespace Workflow.Bridge.Health;

/// <summary>Looks whether agents are well, where they say how. Each look is made by one bridge.</summary>
internal sealed class HealthProber(
    HttpClient http, AgentLogins logins, AgentProbes probes, string bridge, TimeProvider time,
    ILogger<HealthProber> logger)
{
    /// <summary>Looks at a time, by one bridge.</summary>
    private const int ProbesMax = 32;

    private const int ErrorCharactersMax = 500;

    private int _running;

    /// <summary>Starts the looks that are due; they end by themselves.</summary>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task LookOnceAsync(CancellationToken ct)
    {
        var free = ProbesMax - Volatile.Read(ref _running);
        if (free <= 0)
        {
            return;
        }

        foreach (var probe in await probes.TakeAsync(bridge, free, ct))
        {
            Interlocked.Increment(ref _running);
            _ = RunAsync(probe, ct);
        }
    }

    private async Task RunAsync(DueProbe probe, CancellationToken ct)
    {
        try
        {
            var error = await LookAsync(probe, ct);
            logger.AgentProbed(probe.Agent, error ?? "well");
            await probes.KeepAsync(bridge, probe, error, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Another bridge looks when the lease is over.
        }
        catch (Exception error)
        {
            logger.ProbeFailed(error, probe.Agent);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    /// <returns>Null when it is well.</returns>
    private async Task<string?> LookAsync(DueProbe probe, CancellationToken ct)
    {
        if (probe.Check.AddressAt(probe.Endpoint) is not { } address)
        {
            return "The agent's health_check gives no address.";
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(probe.Check.TimeoutSeconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var login = Login.None;
        try
        {
            if (IsAtHome(address, probe.Endpoint))
            {
                (login, var failure) = await logins.OfAsync(probe.Agent, probe.Auth, null, both.Token);
                if (failure is { Error: { } error })
                {
                    return Cut($"{error.Title} {error.Detail}");
                }
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            login.AddTo(request);
            using var response = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return response.IsSuccessStatusCode ? null : Cut(login.Redaction.Clean(Told(response)));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return $"It gave no answer within {probe.Check.TimeoutSeconds} s.";
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return Cut(login.Redaction.Clean($"It could not be reached: {error.GetBaseException().Message}"));
        }
    }

    /// <summary>The secret goes where calls go, and nowhere else.</summary>
    private static bool IsAtHome(Uri address, string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var home)
        && Uri.Compare(address, home, UriComponents.SchemeAndServer, UriFormat.Unescaped,
            StringComparison.OrdinalIgnoreCase) == 0;

    private static string Told(HttpResponseMessage response) =>
        $"It answered {(int)response.StatusCode} ({response.ReasonPhrase}).";

    private static string Cut(string text) => Excerpt.Of(text, ErrorCharactersMax);
}
