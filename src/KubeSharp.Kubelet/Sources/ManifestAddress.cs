using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Sources;

/// <summary>Manifests from an address: a pod or a list of pods. Where it does not answer, or not with pods, they are as they were. Source: Create static Pods, web-hosted.</summary>
/// <param name="address">The address.</param>
/// <param name="headers">What is sent with each question.</param>
/// <param name="period">Time between looks.</param>
/// <param name="nodeName">The node.</param>
/// <param name="logger">Log.</param>
internal sealed class ManifestAddress(Uri address, IReadOnlyList<(string Name, string Value)> headers, TimeSpan period, string nodeName, ILogger logger) : IManifestSource
{
    private const int AnswerMaxBytes = 10 << 20;
    private static readonly TimeSpan _timeMax = TimeSpan.FromSeconds(10);
    private IReadOnlyList<Pod> _last = [];

    /// <inheritdoc/>
    public TimeSpan Period => period;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Pod>> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            // Asked seldom: a client a question keeps no connection in between.
            using var client = PublicHttp.Client();
            (client.Timeout, client.MaxResponseContentBufferSize) = (_timeMax, AnswerMaxBytes);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            foreach (var (name, value) in headers) { request.Headers.TryAddWithoutValidation(name, value); }
            using var answer = await client.SendAsync(request, cancellation);
            if (!answer.IsSuccessStatusCode) { throw new FormatException($"{(int)answer.StatusCode} {answer.ReasonPhrase}"); }
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            if (text.Length == 0) { throw new FormatException("zero-length data received"); }
            _last = StaticPods.Parse(text, address.ToString(), StaticPods.FromAddress, nodeName);
        }
        catch (Exception e) when (e is FormatException or HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            logger.LogWarning("static pods of {Address} are as they were: {Cause}", address, e.Message);
        }
        return _last;
    }
}
