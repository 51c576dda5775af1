using System.Collections.Immutable;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Asks the admission plug-ins in their order.</summary>
public sealed class AdmissionChain(ImmutableArray<IAdmissionPlugin> plugins, StageMetrics stages, TimeProvider time)
{
    private const string Admit = "admit", Validate = "validate";

    /// <summary>The object after all have changed it; where a webhook did, all get a second look.</summary>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (start, isRejected) = (time.GetTimestamp(), true);
        try
        {
            request = request with { Object = await MutateOnceAsync(request, cancellation).ConfigureAwait(false) };
            if (request.Reinvocation.IsWanted)
            {
                request.Reinvocation.BeginSecond();
                request = request with { Object = await MutateOnceAsync(request, cancellation).ConfigureAwait(false) };
            }
            isRejected = false;
            return request.Object;
        }
        finally { Note(stages.AdmissionSteps, null, request, isRejected, Admit, start); }
    }

    private async ValueTask<ObjectNode?> MutateOnceAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        foreach (var plugin in plugins)
        {
            if (!plugin.Handles(request)) { continue; }
            var (start, isRejected) = (time.GetTimestamp(), true);
            try
            {
                request = request with { Object = await plugin.MutateAsync(request, cancellation).ConfigureAwait(false) };
                isRejected = false;
            }
            finally { Note(stages.AdmissionPlugins, plugin.Name, request, isRejected, Admit, start); }
        }
        return request.Object;
    }

    /// <summary>Throws where one refuses.</summary>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (start, isRejected) = (time.GetTimestamp(), true);
        try
        {
            foreach (var plugin in plugins)
            {
                if (plugin.Handles(request)) { await ValidateAsync(plugin, request, cancellation).ConfigureAwait(false); }
            }
            isRejected = false;
        }
        finally { Note(stages.AdmissionSteps, null, request, isRejected, Validate, start); }
    }

    private async ValueTask ValidateAsync(IAdmissionPlugin plugin, AdmissionRequest request, CancellationToken cancellation)
    {
        var (start, isRejected) = (time.GetTimestamp(), true);
        try
        {
            await plugin.ValidateAsync(request, cancellation).ConfigureAwait(false);
            isRejected = false;
        }
        finally { Note(stages.AdmissionPlugins, plugin.Name, request, isRejected, Validate, start); }
    }

    private void Note(Metric metric, string? plugin, AdmissionRequest request, bool isRejected, string step, long start)
    {
        var (seconds, rejected) = (time.GetElapsedTime(start).TotalSeconds, isRejected ? "true" : "false");
        var operation = request.Operation switch { AdmissionOperation.Create => "CREATE", AdmissionOperation.Update => "UPDATE", AdmissionOperation.Delete => "DELETE", _ => "CONNECT" };
        if (plugin is null)
        {
            metric.Observe(seconds, operation, rejected, step);
            stages.AdmissionStepSums.Observe(seconds, operation, rejected, step);
        }
        else { metric.Observe(seconds, plugin, operation, rejected, step); }
    }
}
