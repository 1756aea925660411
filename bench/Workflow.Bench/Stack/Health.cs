using System.Text.Json;

namespace Workflow.Bench.Stack;

/// <summary>Waits for parts of the platform. Most workloads have no bridge, so that it is never ready as a
/// whole.</summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <param name="component">As the health check names it.</param>
    /// <exception cref="TimeoutException">It did not come up.</exception>
    public static async Task UntilUpAsync(Uri api, string component, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = api };
        var began = TimeProvider.System.GetTimestamp();
        var last = "";
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            try
            {
                last = await (await http.GetAsync("/healthz", ct)).Content.ReadAsStringAsync(ct);
                using var health = JsonDocument.Parse(last);
                if (health.RootElement.TryGetProperty("components", out var components)
                    && components.TryGetProperty(component, out var state)
                    && state.GetProperty("status").GetString() == "up")
                {
                    return;
                }
            }
            catch (Exception error) when (error is HttpRequestException or JsonException)
            {
                last = error.Message;
            }

            await Task.Delay(Look, ct);
        }

        throw new TimeoutException($"The platform's {component} did not come up: {last}");
    }
}
