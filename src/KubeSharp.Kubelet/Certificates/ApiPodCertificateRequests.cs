using System.Buffers;
using System.Text.Json;
using KubeSharp.Api.Certificates.V1Beta1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Statuses;
using Node = KubeSharp.Api.Core.V1.Node;

namespace KubeSharp.Kubelet.Certificates;

/// <summary>An API server offers them only where it is told to, so they are named by their path and not by their kind.</summary>
internal sealed class ApiPodCertificateRequests(IApiClient client, Func<Node?> node) : IPodCertificateRequests
{
    /// <inheritdoc/>
    public async Task<PodCertificateRequest> CreateAsync(Pod pod, PodCertificateProjection projection, byte[] signingRequest, CancellationToken cancellation)
    {
        var account = pod.Spec.ServiceAccountName is { Length: > 0 } name ? name : "default";
        var own = node() ?? throw new VolumeException("the node is not registered yet");
        try
        {
            var found = await client.GetAsync<ServiceAccount>(pod.Metadata.Namespace, account, cancellation);
            return Read(await client.RequestAsync(HttpMethod.Post, PathOf(pod.Metadata.Namespace ?? ""), Body(Request(pod, projection, signingRequest, found, own)), "application/json", cancellation));
        }
        catch (StatusException e) when (e.Status.Code == 404 && e.Message.Contains("the server could not find the requested resource", StringComparison.Ordinal))
        {
            throw new VolumeException("podCertificate projections need certificates.k8s.io/v1beta1 podcertificaterequests, which the API server does not serve (--runtime-config)", e);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException) { throw new VolumeException($"while creating PodCertificateRequest: {e.Message}", e); }
    }

    /// <inheritdoc/>
    public async Task<PodCertificateRequest?> FindAsync(string ns, string name, CancellationToken cancellation)
    {
        try { return Read(await client.RequestAsync(HttpMethod.Get, $"{PathOf(ns)}/{name}", default, "", cancellation)); }
        // Compat: a node is not even told that a request is gone.
        catch (StatusException e) when (e.Status.Code is 404 or 403) { return null; }
        catch (Exception e) when (e is StatusException or HttpRequestException) { throw new VolumeException($"while getting PodCertificateRequest \"{ns}/{name}\": {e.Message}", e); }
    }

    private static string PathOf(string ns) => $"/apis/certificates.k8s.io/v1beta1/namespaces/{ns}/podcertificaterequests";

    private static PodCertificateRequest Request(Pod pod, PodCertificateProjection projection, byte[] signingRequest, ServiceAccount account, Node own) => new()
    {
        Metadata = new ObjectMeta
        {
            GenerateName = "req-",
            Namespace = pod.Metadata.Namespace,
            OwnerReferences = [new OwnerReference { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name ?? "", Uid = pod.Metadata.Uid ?? "" }],
        },
        Spec = new PodCertificateRequestSpec
        {
            SignerName = projection.SignerName,
            PodName = pod.Metadata.Name ?? "",
            PodUID = pod.Metadata.Uid ?? "",
            ServiceAccountName = account.Metadata.Name ?? "",
            ServiceAccountUID = account.Metadata.Uid ?? "",
            NodeName = own.Metadata.Name ?? "",
            NodeUID = own.Metadata.Uid ?? "",
            MaxExpirationSeconds = projection.MaxExpirationSeconds,
            StubPKCS10Request = signingRequest,
            UnverifiedUserAnnotations = projection.UserAnnotations,
        },
    };

    private static ReadOnlyMemory<byte> Body(PodCertificateRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) { request.Write(writer); }
        return buffer.WrittenMemory;
    }

    private static PodCertificateRequest Read(Machinery.Documents.Node answer)
    {
        var reader = new Utf8JsonReader(answer.ToUtf8());
        reader.Read();
        return PodCertificateRequest.Read(ref reader);
    }
}
