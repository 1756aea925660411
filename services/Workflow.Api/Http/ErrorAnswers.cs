using System.Diagnostics;
using Workflow.Api.Options;
using Workflow.Database.Intake;
using Workflow.Execution.Agents;

namespace Workflow.Api.Http;

/// <summary>Turns what endpoints and routing leave behind without a body, and every exception, into a
/// <see cref="Problem"/>.</summary>
public sealed class ErrorAnswers(RequestDelegate next, ApiOptions options, ILogger<ErrorAnswers> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        Problem? problem;
        try
        {
            await next(http);
            problem = OfStatus(http);
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            if (http.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            problem = OfException(http, error);
            http.Response.Clear();
        }

        if (problem is not null)
        {
            await problem.ExecuteAsync(http);
        }
    }

    private static Problem? OfStatus(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        if (response.StatusCode < 400 || response.HasStarted || response.ContentType is not null
            || response.ContentLength > 0)
        {
            return null;
        }

        return response.StatusCode switch
        {
            404 => Problems.NoRoute(request.Method, request.Path),
            405 => Problems.MethodNotAllowed(request.Method, request.Path, response.Headers.Allow.ToString()),
            var other => Problems.OfStatus(other),
        };
    }

    private Problem OfException(HttpContext http, Exception error)
    {
        switch (error)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.BodyTooLarge(options.BodyBytesMax);
            case BadHttpRequestException bad:
                return Problems.BadRequest(bad.StatusCode, bad.Message);
            case RegistryUnavailableException away:
                return Problems.RegistryUnavailable(away.Message);
            case var _ when IntakeFailure.RefusalOf(error) is var (sqlState, reason):
                return Problems.InputRefused(sqlState, reason);
            case var _ when IntakeFailure.IsOutage(error):
                logger.DatabaseAway(http.Request.Method, http.Request.Path, error.Message);
                return Problems.DatabaseUnavailable();
            default:
                var traceId = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
                logger.Unexpected(http.Request.Method, http.Request.Path, traceId, error);
                return Problems.Unexpected(traceId);
        }
    }
}
