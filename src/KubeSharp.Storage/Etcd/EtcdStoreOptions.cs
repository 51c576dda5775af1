using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Storage.Etcd;

/// <summary>Which etcd to speak to, and how. The files are those of upstream's --etcd-cafile, --etcd-certfile and --etcd-keyfile.</summary>
public sealed record EtcdStoreOptions
{
    /// <summary>The members' addresses, http or https alike; the first that answers is used.</summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }
    /// <summary>PEM file of the authorities that sign the members' certificates; null: the system's.</summary>
    public string? AuthorityFile { get; init; }
    /// <summary>The machine's own authorities, asked where no file is named; null: those that the framework finds.</summary>
    public Func<X509Certificate2Collection>? SystemAuthorities { get; init; }
    /// <summary>PEM file of the certificate shown to etcd; null: none.</summary>
    public string? CertificateFile { get; init; }
    /// <summary>PEM file of its key.</summary>
    public string? KeyFile { get; init; }
    /// <summary>Seconds after which a call (not a watch) counts as failed.</summary>
    public int DeadlineSeconds { get; init; } = 30;
    /// <summary>
    /// Puts a value's revision into it when it is read. etcd tells the revision only after a write, so <see cref="Transaction.Splice"/> cannot
    /// be asked before; null: values are given as they were written.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, long, ReadOnlyMemory<byte>>? SpliceOnRead { get; init; }
}
