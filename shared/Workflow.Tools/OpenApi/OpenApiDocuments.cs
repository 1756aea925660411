using System.Security.Cryptography;
using System.Text;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Workflow.Definitions;
using Workflow.Outgoing.Calls;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;

namespace Workflow.Tools.OpenApi;

/// <summary>Fetches and keeps OpenAPI documents. However many calls wait for one, it is fetched once; a failure counts
/// for those who wait and is not kept. Thread-safe.</summary>
public sealed class OpenApiDocuments(HttpTool http, ToolOptions options, TimeProvider time)
{
    private static readonly KeyValuePair<string, string>[] Headers =
        [KeyValuePair.Create("Accept", "application/json, application/yaml, */*;q=0.5")];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Task<DocumentReading> Reading, DateTimeOffset At)> _documents = [];

    /// <summary>The document, kept or new.</summary>
    /// <param name="login">Whoever logs in as somebody else gets a document of their own.</param>
    /// <exception cref="OperationCanceledException">The wait was broken off; the fetch goes on for others.</exception>
    internal Task<DocumentReading> GetAsync(Uri address, ToolLogin login, CancellationToken ct)
    {
        var text = Encoding.UTF8.GetBytes($"{address.AbsoluteUri}\n{login.Key}");
        var key = Convert.ToBase64String(SHA256.HashData(text));
        Task<DocumentReading> reading;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_documents.TryGetValue(key, out var kept) || IsOver(kept.Reading)
                || now - kept.At >= options.DocumentAge)
            {
                _documents.Remove(key);
                if (_documents.Count >= options.DocumentsMax)
                {
                    _documents.Remove(_documents.MinBy(pair => pair.Value.At).Key);
                }

                kept = (Task.Run(() => FetchAsync(address, login), CancellationToken.None), now);
                _documents.Add(key, kept);
            }

            reading = kept.Reading;
        }

        return reading.WaitAsync(ct);
    }

    private static bool IsOver(Task<DocumentReading> reading) =>
        reading.IsCompleted && (!reading.IsCompletedSuccessfully || reading.Result.Fault is not null);

    private async Task<DocumentReading> FetchAsync(Uri address, ToolLogin login)
    {
        var told = $"The OpenAPI document {address.AbsoluteUri}";
        using var limit = new CancellationTokenSource(options.DocumentTimeout, time);
        try
        {
            var request = new OutgoingRequest("GET", address, Headers, null, FollowsRedirects: true);
            var (answer, fault, _) = await http.SendAsync(request, login, limit.Token);
            return fault is not null ? new DocumentReading(null, fault)
                : answer!.Status is >= 200 and < 300 ? Read(told, answer.Request.Address, answer.Body)
                : new DocumentReading(null, ToolFault.Communication(
                    answer.Status, $"{told} cannot be fetched: it answered {answer.Status}."));
        }
        catch (OperationCanceledException)
        {
            return new DocumentReading(null, ToolFault.Communication(
                504, $"{told} did not come within {options.DocumentTimeout} (WORKFLOW_TOOLS_DOCUMENT_TIMEOUT_MS)."));
        }
    }

    /// <param name="address">Where it was found in the end: what relative servers are relative to.</param>
    private DocumentReading Read(string told, Uri address, byte[] body)
    {
        if (PlainDocument.ToJson(body, options.ResponseBytesMax, out var fault) is not { } json)
        {
            return Wrong($"{told} is neither JSON nor YAML: {fault}");
        }

        try
        {
            using var stream = new MemoryStream(json);
            // References to other documents are not followed: they could lead anywhere.
            var result = OpenApiDocument.Load(stream, "json", new OpenApiReaderSettings { LoadExternalRefs = false });
            return result.Document is { Paths.Count: > 0 } document
                ? new DocumentReading(new FoundDocument(address, document), null)
                : Wrong($"{told} describes no operation: {result.Diagnostic?.Errors.FirstOrDefault()?.Message}");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The library meets malformed documents with exceptions of many kinds.
            return Wrong($"{told} is no OpenAPI document: {error.Message}");
        }
    }

    private static DocumentReading Wrong(string detail) => new(null, ToolFault.Configuration(detail));
}

/// <summary>A document, and where it was found.</summary>
internal sealed record FoundDocument(Uri Address, OpenApiDocument Document);

/// <summary>A document, or why there is none.</summary>
internal sealed record DocumentReading(FoundDocument? Found, ToolFault? Fault);
