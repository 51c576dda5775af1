using System.Collections.Immutable;
using KubeSharp.ApiServer.Admission;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Asks the admission plug-ins in their order.</summary>
public sealed class AdmissionChain(ImmutableArray<IAdmissionPlugin> plugins)
{
    /// <summary>The object after all have changed it; where a webhook did, all get a second look.</summary>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        request = request with { Object = await MutateOnceAsync(request, cancellation).ConfigureAwait(false) };
        if (!request.Reinvocation.IsWanted) { return request.Object; }
        request.Reinvocation.BeginSecond();
        return await MutateOnceAsync(request, cancellation).ConfigureAwait(false);
    }

    private async ValueTask<ObjectNode?> MutateOnceAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        foreach (var plugin in plugins)
        {
            if (plugin.Handles(request)) { request = request with { Object = await plugin.MutateAsync(request, cancellation).ConfigureAwait(false) }; }
        }
        return request.Object;
    }

    /// <summary>Throws where one refuses.</summary>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        foreach (var plugin in plugins)
        {
            if (plugin.Handles(request)) { await plugin.ValidateAsync(request, cancellation).ConfigureAwait(false); }
        }
    }
}
