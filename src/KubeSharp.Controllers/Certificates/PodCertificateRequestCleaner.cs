using KubeSharp.Api.Certificates.V1Beta1;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Controllers.Certificates;

/// <summary>
/// Removes requests for pods' certificates a quarter of an hour after they were made, answered or not. An API server offers them only where it is
/// told to, so they are looked for now and then and not followed. Source: Certificates and Certificate Signing Requests, pod certificates.
/// </summary>
public sealed class PodCertificateRequestCleaner(IApiClient client, TimeProvider time, ILogger logger)
{
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
        ApiListOf<PodCertificateRequest> all;
        try { all = await client.ListAsync<PodCertificateRequest>(null, ListOptions.All, cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Status.Code == 404) { return; }
        var before = time.GetUtcNow() - _keptFor;
        foreach (var metadata in all.Items.Select(static r => r.Metadata).Where(m => m.CreationTimestamp <= before))
        {
            try { await client.DeleteAsync<PodCertificateRequest>(metadata.Namespace, metadata.Name!, new DeleteOptions { Uid = metadata.Uid ?? "" }, cancellation).ConfigureAwait(false); }
            // Somebody else was faster.
            catch (StatusException e) when (e.Is(StatusReason.NotFound) || e.Is(StatusReason.Conflict)) { }
        }
    }
}
