using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Writes into a certificate signing request who makes it; whatever the request says itself does not count. Always on.</summary>
public sealed class CertificateRequester : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "CertificateRequester";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("certificatesigningrequests.certificates.k8s.io");

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation) => new(request.Object!.Make("spec", spec =>
    {
        var user = request.User;
        spec = spec.Remove("uid").Remove("extra").Set("username", user.Name).Set("groups", new ArrayNode([.. user.Groups.Select(static g => (Node)g)]));
        if (user.Uid.Length > 0) { spec = spec.Set("uid", user.Uid); }
        foreach (var (key, values) in user.Extra) { spec = spec.Make("extra", e => e.Set(key, new ArrayNode([.. values.Select(static v => (Node)v)]))); }
        return spec;
    }));
}
