using System.Globalization;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Controllers.Certificates;

/// <summary>
/// Removes requests for pods' certificates a quarter of an hour after they were made, answered or not. An API server offers them only where it is
/// told to, so they are looked for now and then and not followed; for the same reason their type knows no path. Source: Certificates and Certificate Signing Requests, pod certificates.
/// </summary>
public sealed class PodCertificateRequestCleaner(IApiClient client, TimeProvider time, ILogger logger)
{
    private const string Api = "/apis/certificates.k8s.io/v1beta1";
    private static readonly TimeSpan _keptFor = TimeSpan.FromMinutes(15), _period = TimeSpan.FromMinutes(5);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(_period, time, cancellation).ConfigureAwait(false);
            try { await CleanAsync(cancellation).ConfigureAwait(false); }
            catch (Exception e) when (e is StatusException or HttpRequestException) { logger.LogWarning("podcertificaterequests: {Cause}", e.Message); }
        }
    }

    /// <summary>Removes those that are old.</summary>
    public async Task CleanAsync(CancellationToken cancellation)
    {
        Node list;
        try { list = await client.RequestAsync(HttpMethod.Get, $"{Api}/podcertificaterequests", default, "", cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Status.Code == 404) { return; }
        var before = time.GetUtcNow() - _keptFor;
        foreach (var request in (list.At("items") as ArrayNode ?? ArrayNode.Empty).Where(r => MadeAt(r) <= before))
        {
            var path = $"{Api}/namespaces/{request.TextAt("metadata", "namespace")}/podcertificaterequests/{request.TextAt("metadata", "name")}";
            var options = ObjectNode.Of(("preconditions", ObjectNode.Of(("uid", request.TextAt("metadata", "uid")))));
            try { await client.RequestAsync(HttpMethod.Delete, path, options.ToUtf8(), "application/json", cancellation).ConfigureAwait(false); }
            // Somebody else was faster.
            catch (StatusException e) when (e.Is(StatusReason.NotFound) || e.Is(StatusReason.Conflict)) { }
        }
    }

    private static DateTimeOffset MadeAt(Node request) =>
        DateTimeOffset.TryParse(request.TextAt("metadata", "creationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.MaxValue;
}
