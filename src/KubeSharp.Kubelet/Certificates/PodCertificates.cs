using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Status;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Pki.Keys;

namespace KubeSharp.Kubelet.Certificates;

/// <summary>
/// Certificates that pods project: the node makes the key, asks a signer by a request and asks again before the certificate ends. What is held is
/// lost with the agent, which then asks anew. Source: Projected Volumes, podCertificate; KEP-4317.
/// </summary>
internal sealed class PodCertificates(IPodCertificateRequests requests, IPodEvents events, Action<string> podChanged, Random random, TimeProvider time) : IDisposable
{
    private const double PollFirstSeconds = 0.2, PollLastSeconds = 10, PollGrowth = 1.5;
    private static readonly TimeSpan _forgottenAfter = TimeSpan.FromMinutes(10), _jitterMax = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(string Uid, string Source), Held> _held = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>What the pod's projections hold, by volume and place among its sources.</summary>
    /// <exception cref="VolumeException">One holds nothing yet, or never will.</exception>
    public async Task<ImmutableDictionary<string, PodCredential>> GetAsync(Pod pod, CancellationToken cancellation)
    {
        var found = ImmutableDictionary<string, PodCredential>.Empty;
        string? missing = null;
        foreach (var (source, projection) in SourcesOf(pod))
        {
            var cause = "credential bundle is not issued yet";
            try
            {
                var state = await AdvanceAsync(pod, source, projection, cancellation);
                if (state is { Held: { } held, Refusal.Length: 0 }) { found = found.SetItem(source, held); continue; }
                if (state.Refusal.Length > 0) { cause = state.Refusal; }
            }
            // The others are asked for all the same.
            catch (VolumeException e) { cause = e.Message; }
            missing ??= $"MountVolume.SetUp failed for volume \"{source.Split('/')[0]}\" : {cause}";
        }
        return missing is null ? found : throw new VolumeException(missing);
    }

    /// <summary>When the pod's are to be looked at again; null: not by itself.</summary>
    public DateTimeOffset? LookAt(string podUid)
    {
        var now = time.GetUtcNow();
        return _held.Where(h => h.Key.Uid == podUid).Min(h => h.Value.State.LookAt(now));
    }

    /// <summary>How many stand where, by signer and upstream's word.</summary>
    public IEnumerable<((string Signer, string State) Key, int Count)> Counts()
    {
        var now = time.GetUtcNow();
        return _held.Values.GroupBy(h => (h.Signer, h.State.Word(now))).Select(static g => (g.Key, g.Count()));
    }

    /// <summary>The pod is gone.</summary>
    public void Release(string podUid)
    {
        foreach (var key in _held.Keys.Where(k => k.Uid == podUid)) { _held.TryRemove(key, out _); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private static IEnumerable<(string Source, PodCertificateProjection Projection)> SourcesOf(Pod pod)
    {
        foreach (var volume in pod.Spec.Volumes)
        {
            for (var i = 0; i < (volume.Projected?.Sources.Count ?? 0); i++)
            {
                if (volume.Projected!.Sources[i].PodCertificate is { } projection) { yield return ($"{volume.Name}/{i}", projection); }
            }
        }
    }

    // A pod's own worker asks for its certificates, and it is one.
    private async Task<PodCertificateState> AdvanceAsync(Pod pod, string source, PodCertificateProjection projection, CancellationToken cancellation)
    {
        var (key, now) = ((pod.Metadata.Uid ?? "", source), time.GetUtcNow());
        var state = _held.TryGetValue(key, out var held) ? held.State : PodCertificateState.Initial;
        if (state.Asked is { } asked)
        {
            var refused = state.Refusal;
            state = state.Answered(await requests.FindAsync(pod.Metadata.Namespace ?? "", asked.Request, cancellation), now, _jitterMax * random.NextDouble());
            if (state.Refusal != refused) { events.Record(pod, "", true, state.RefusedBy, state.Refusal); }
        }
        if (state.Wants(now)) { state = await AskAsync(pod, key, projection, state, cancellation); }
        if (state.Warning(now) is { } warning)
        {
            events.Record(pod, "", true, warning.Reason, warning.Message);
            state = warning.Told;
        }
        _held[key] = new Held(projection.SignerName, state);
        return state;
    }

    private async Task<PodCertificateState> AskAsync(Pod pod, (string Uid, string Source) key, PodCertificateProjection projection, PodCertificateState state, CancellationToken cancellation)
    {
        try
        {
            var subject = SubjectKey.Create(projection.KeyType);
            var request = await requests.CreateAsync(pod, projection, subject.SigningRequest, cancellation);
            var made = request.Metadata.CreationTimestamp ?? time.GetUtcNow();
            var asked = new AskedCertificate(subject.PrivateKeyPem, request.Metadata.Name ?? "", made + _forgottenAfter + _jitterMax * random.NextDouble());
            _ = WatchAsync(key, pod.Metadata.Namespace ?? "", asked.Request);
            return state with { Asked = asked, FailedAt = null };
        }
        catch (CryptographicException e) { throw new VolumeException($"while generating keypair: {e.Message}", e); }
        // What is held is still good for a while.
        catch (VolumeException) when (state.Held is not null) { return state with { FailedAt = time.GetUtcNow() }; }
    }

    // A request is answered within moments or, by people, within days: it is looked at often and then less often.
    private async Task WatchAsync((string Uid, string Source) key, string ns, string name)
    {
        try
        {
            for (var seconds = PollFirstSeconds; ; seconds = Math.Min(seconds * PollGrowth, PollLastSeconds))
            {
                await Task.Delay(TimeSpan.FromSeconds(seconds), time, _stop.Token);
                if (!_held.TryGetValue(key, out var held) || held.State.Asked?.Request != name) { return; }
                try
                {
                    if (await requests.FindAsync(ns, name, _stop.Token) is not { } request ? time.GetUtcNow() > held.State.Asked.ForgottenAt : request.Status.Conditions.Count > 0) { podChanged(key.Uid); return; }
                }
                // The server is away: it is asked again.
                catch (VolumeException) { }
            }
        }
        catch (OperationCanceledException) { }
    }

    private sealed record Held(string Signer, PodCertificateState State);
}
