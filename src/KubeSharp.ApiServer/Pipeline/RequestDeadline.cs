using System.Globalization;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>
/// The time that a request has, reading its answer included: what lasts by its nature (watches, logs, streams) has as much as it wants, all else
/// a minute (or what the server was told), or what it asks for where that is less. So who reads slowly, or not at all, holds what it holds no longer than that.
/// Source: kube-apiserver, --request-timeout.
/// </summary>
internal sealed class RequestDeadline : IDisposable
{
    private readonly HttpContext _http;
    private readonly CancellationToken _client;
    private readonly CancellationTokenSource? _clock;
    private readonly CancellationTokenSource? _either;

    private RequestDeadline(HttpContext http, TimeSpan? limit, TimeProvider time)
    {
        (_http, _client) = (http, http.RequestAborted);
        if (limit is not { } duration) { return; }
        _clock = new CancellationTokenSource(duration, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, _client);
        http.RequestAborted = _either.Token;
    }

    /// <summary>The time is over.</summary>
    public bool IsOver => _clock is { IsCancellationRequested: true };

    /// <summary>Begins to count.</summary>
    /// <exception cref="StatusException">400: the timeout asked for is none.</exception>
    public static RequestDeadline Begin(HttpContext http, RequestInfo info, TimeSpan longest, TimeProvider time)
    {
        if (info.IsLongRunning) { return new(http, null, time); }
        var asked = http.Request.Query["timeout"].ToString();
        if (asked.Length == 0) { return new(http, longest, time); }
        var wanted = Read(asked) ?? throw StatusException.BadRequest($"invalid timeout specified in the request URL - time: invalid duration \"{asked}\"");
        return new(http, wanted > TimeSpan.Zero && wanted < longest ? wanted : longest, time);
    }

    /// <summary>What a request whose time is over is told.</summary>
    public static Status Refusal() => new(504, StatusReason.Timeout, "Timeout: request did not complete within the allotted timeout");

    /// <summary>No longer counts: what comes now ends with the client only.</summary>
    public void Dispose()
    {
        _http.RequestAborted = _client;
        _either?.Dispose();
        _clock?.Dispose();
    }

    // 1m30s, 500ms, 1.5h.
    private static TimeSpan? Read(string text)
    {
        var total = TimeSpan.Zero;
        for (var rest = text; rest.Length > 0;)
        {
            var digits = rest.TakeWhile(static c => char.IsAsciiDigit(c) || c == '.').Count();
            var unit = string.Concat(rest[digits..].TakeWhile(char.IsAsciiLetter));
            if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > int.MaxValue) { return null; }
            var seconds = unit switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 1e-3, "us" => 1e-6, "ns" => 1e-9, _ => double.NaN };
            if (double.IsNaN(seconds)) { return null; }
            total += TimeSpan.FromSeconds(number * seconds);
            rest = rest[(digits + unit.Length)..];
        }
        return total;
    }
}
