using KubeSharp.Pki.Certificates;

namespace KubeSharp.Pki.Tests;

public sealed class SystemRootsTests
{
    [Fact]
    public void Authorities_are_those_of_the_file_and_folders_named_and_trusted_are_whom_they_signed()
    {
        var folder = Directory.CreateTempSubdirectory("roots");
        var now = DateTimeOffset.UtcNow;
        var (one, two) = (CertificateAuthority.Create("one", now), CertificateAuthority.Create("two", now));
        var file = Path.Combine(folder.FullName, "bundle");
        File.WriteAllText(file, one.Certificate.ExportCertificatePem());
        var more = folder.CreateSubdirectory("more");
        File.WriteAllText(Path.Combine(more.FullName, "two.pem"), two.Certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(more.FullName, "readme"), "nothing");
        var both = SystemRoots.Read(file, $"{more.FullName}:/nowhere");
        Assert.Equal(["CN=one", "CN=two"], both.Select(static c => c.Subject));
        using var issued = two.Issue(new CertificateRequestOptions("server") { IsServer = true }, now);
        Assert.True(CertificateTrust.IsSignedBy(issued, both));
        Assert.False(CertificateTrust.IsSignedBy(issued, SystemRoots.Read(file, null)));
        folder.Delete(recursive: true);
    }
}
