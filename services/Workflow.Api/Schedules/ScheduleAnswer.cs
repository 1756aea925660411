using System.Globalization;
using Workflow.Api.Http;
using Workflow.Database.Schedules;

namespace Workflow.Api.Schedules;

/// <summary>A schedule as an answer, with the tag that a change may be bound to: it counts what people change, so that
/// a schedule can be changed however often it fires.</summary>
internal sealed class ScheduleAnswer(ScheduleRow row, int status = StatusCodes.Status200OK) : IResult
{
    public static string TagOf(ScheduleRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{row.Id:N}-{row.Revision}\"");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.Headers.ETag = TagOf(row);
        if (status == StatusCodes.Status201Created)
        {
            response.Headers.Location = $"/api/v1/schedules/{row.Id}";
        }

        return response.WriteAsJsonAsync(
            ScheduleDetail.Of(row), ApiJson.Readable.ScheduleDetail, cancellationToken: httpContext.RequestAborted);
    }
}
