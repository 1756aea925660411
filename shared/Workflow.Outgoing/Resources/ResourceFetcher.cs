using Workflow.Outgoing.Calls;

namespace Workflow.Outgoing.Resources;

/// <summary>Gets documents that users refer to: checked destinations, bounded time and size. Thread-safe.</summary>
public sealed class ResourceFetcher(
    OutgoingClient client, DestinationRules rules, ResourceOptions options, TimeProvider time)
{
    private static readonly KeyValuePair<string, string> Accept =
        KeyValuePair.Create("Accept", "application/json, application/yaml, */*;q=0.5");

    /// <param name="authorization">Value of the header; goes to the address's own origin only.</param>
    /// <returns>The content, or why there is none, for the user.</returns>
    public async Task<(byte[]? Content, string? Fault)> FetchAsync(
        Uri address, string? authorization, CancellationToken ct)
    {
        if (address.IsFile)
        {
            return await ReadAsync(address, ct);
        }

        if (!OutgoingUrl.TryRead(address.AbsoluteUri, rules, out _, out var refusal))
        {
            return (null, refusal);
        }

        KeyValuePair<string, string>[] headers = authorization is null
            ? [Accept] : [Accept, KeyValuePair.Create("Authorization", authorization)];
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            var request = new OutgoingRequest("GET", address, headers, null, FollowsRedirects: true);
            var answer = await client.SendAsync(request, either.Token);
            return answer.Status is >= 200 and < 300
                ? (answer.Body, null)
                : (null, $"it answered {answer.Status}.");
        }
        catch (HostBusyException)
        {
            return (null, "too many are asked for at the same time; try again later.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (null, ReasonOf(error));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, $"it did not come within {options.Timeout.TotalSeconds} s "
                + $"({ResourceOptions.Prefix}_TIMEOUT_MS).");
        }
    }

    /// <summary>Of the default catalog's folder, and of no other.</summary>
    private async Task<(byte[]? Content, string? Fault)> ReadAsync(Uri address, CancellationToken ct)
    {
        var folder = options.Catalog is { IsFile: true } catalog
            ? Path.TrimEndingDirectorySeparator(catalog.LocalPath) + Path.DirectorySeparatorChar
            : null;
        if (folder is null || !Path.GetFullPath(address.LocalPath).StartsWith(folder, StringComparison.Ordinal))
        {
            return (null, "it is no address of http or https.");
        }

        try
        {
            var length = new FileInfo(address.LocalPath).Length;
            return length > options.ResponseBytesMax
                ? (null, $"it has {length} bytes; {options.ResponseBytesMax} are allowed "
                    + $"({ResourceOptions.Prefix}_RESPONSE_BYTES_MAX).")
                : (await File.ReadAllBytesAsync(address.LocalPath, ct), null);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "it is not there.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, "it cannot be read.");
        }
    }

    private static string ReasonOf(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException!)
        {
            if (cause is DestinationDeniedException)
            {
                return cause.Message;
            }
        }

        return error.Message.EndsWith('.') ? error.Message : error.Message + ".";
    }
}
