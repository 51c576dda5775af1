using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Gives pods a service account, its token as a volume and its pull secrets. Source: Configure Service Accounts for Pods.</summary>
public sealed class ServiceAccountAdmission(IObjects objects, TimeProvider time, Random random) : IAdmissionPlugin
{
    private const string VolumePrefix = "kube-api-access-";
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const int DefaultAccountAttemptsMax = 10;
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public string Name => "ServiceAccount";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("pods") || (request is { Operation: AdmissionOperation.Update, Subresource: "ephemeralcontainers" } && request.Resource.QualifiedName == "pods");

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var pod = request.Object!;
        if (request.Operation != AdmissionOperation.Create) { return pod; }
        if (AdmissionRequests.IsMirror(pod))
        {
            CheckMirror(request);
            return pod;
        }
        if (pod.Object("spec").Text("serviceAccountName").Length == 0) { pod = pod.Edit("spec", static s => s.Set("serviceAccountName", "default").Set("serviceAccount", "default")); }
        var name = pod.Object("spec").Text("serviceAccountName");
        var account = await AccountAsync(request, name, cancellation).ConfigureAwait(false);
        if (pod.Object("spec").Items("imagePullSecrets").Count == 0 && account.Items("imagePullSecrets").Count > 0) { pod = pod.Edit("spec", s => s.Set("imagePullSecrets", account.Items("imagePullSecrets"))); }
        var mounts = pod.Object("spec")["automountServiceAccountToken"] ?? account["automountServiceAccountToken"];
        pod = mounts is BooleanNode { Value: false } ? pod : pod.Edit("spec", WithToken);
        if (MountableSecrets.AreEnforced(account) && MountableSecrets.Wrong(account, pod) is { } wrong) { throw request.Refuse(wrong); }
        return pod;
    }

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var name = request.Object.Object("spec").Text("serviceAccountName");
        if (request.Operation == AdmissionOperation.Create && AdmissionRequests.IsMirror(request.Object!)) { CheckMirror(request); return; }
        if (name.Length == 0) { throw request.Refuse($"no service account specified for pod {request.Namespace}/{AdmissionRequests.NameOf(request)}"); }
        var account = await AccountAsync(request, name, cancellation).ConfigureAwait(false);
        if (!MountableSecrets.AreEnforced(account)) { return; }
        if (request.Operation == AdmissionOperation.Create)
        {
            if (MountableSecrets.Wrong(account, request.Object!) is { } wrong) { throw request.Refuse(wrong); }
        }
        // Compat: upstream does not call this one a refusal.
        else if (MountableSecrets.WrongEphemeral(account, request.Object!) is { } wrong) { throw StatusException.Unforeseen(wrong); }
    }

    private static void CheckMirror(AdmissionRequest request)
    {
        var pod = request.Object!;
        if (pod.Object("spec").Text("serviceAccountName").Length > 0) { throw request.Refuse("a mirror pod may not reference service accounts"); }
        if (PodReferences.All(pod).Any(static r => r is { Resource: "secrets", Name.Length: > 0 })) { throw request.Refuse("a mirror pod may not reference secrets"); }
        if (pod.Object("spec").Items("volumes").SelectMany(static v => v.Object("projected").Items("sources")).Any(static s => s.Has("serviceAccountToken"))) { throw request.Refuse("a mirror pod may not use ServiceAccountToken volume projections"); }
    }

    // A namespace just made has its default account a moment later.
    private async ValueTask<ObjectNode> AccountAsync(AdmissionRequest request, string name, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await objects.FindAsync("serviceaccounts", request.Namespace, name, cancellation).ConfigureAwait(false) is { } account) { return account; }
            if (name != "default" || attempt == DefaultAccountAttemptsMax) { throw request.Refuse($"error looking up service account {request.Namespace}/{name}: serviceaccount \"{name}\" not found"); }
            await Task.Delay(_retry, time, cancellation).ConfigureAwait(false);
        }
    }

    private ObjectNode WithToken(ObjectNode spec)
    {
        var there = spec.Items("volumes").Select(static v => v.Text("name")).FirstOrDefault(static n => n.StartsWith(VolumePrefix, StringComparison.Ordinal));
        var volume = there ?? Metadata.Generate(VolumePrefix, random);
        var isNeeded = false;
        ObjectNode Mount(ObjectNode container)
        {
            if (container.Items("volumeMounts").Any(static m => m.Text("mountPath") == MountPath)) { return container; }
            isNeeded = true;
            return container.Set("volumeMounts", container.Items("volumeMounts").Add(ObjectNode.Of(("name", volume), ("readOnly", true), ("mountPath", MountPath))));
        }
        spec = spec.EditItems("initContainers", Mount).EditItems("containers", Mount);
        return isNeeded && there is null ? spec.Set("volumes", spec.Items("volumes").Add(TokenVolume(volume))) : spec;
    }

    private static ObjectNode TokenVolume(string name) => ObjectNode.Of(("name", name), ("projected", ObjectNode.Of(
        ("sources", ArrayNode.Of(
            ObjectNode.Of(("serviceAccountToken", ObjectNode.Of(("expirationSeconds", TokenLifetimes.ProjectedSeconds), ("path", "token")))),
            ObjectNode.Of(("configMap", ObjectNode.Of(("name", "kube-root-ca.crt"), ("items", ArrayNode.Of(ObjectNode.Of(("key", "ca.crt"), ("path", "ca.crt"))))))),
            ObjectNode.Of(("downwardAPI", ObjectNode.Of(("items", ArrayNode.Of(ObjectNode.Of(("path", "namespace"), ("fieldRef", ObjectNode.Of(("apiVersion", "v1"), ("fieldPath", "metadata.namespace"))))))))))),
        ("defaultMode", 420))));
}
