# What Orders stands on in the demo: servers for the web and a database. Each is a file in world/, so nothing leaves this machine.

variable "release" {
  type = string
}

locals {
  releases = {
    "v1.0.0"        = { web = ["a", "b"], engine = 15 }
    "v1.1.0"        = { web = ["a", "b", "c"], engine = 15 }
    "v2.0.0"        = { web = ["a", "b", "c"], engine = 16 }
    "v2.1.0-bad"    = { web = ["a", "b", "c"], engine = 17 } # is built and takes no connections
    "v2.2.0-broken" = { web = ["a", "b", "c"], engine = 18 } # cannot be built: nobody makes it
  }
  release = local.releases[var.release]
}

resource "terraform_data" "web" {
  for_each = toset(local.release.web)
  input    = { name = "web-${each.key}", answers = true }

  provisioner "local-exec" {
    command     = "printenv BUILT >world/${self.input.name}.json"
    environment = { BUILT = jsonencode(self.input) }
  }
  provisioner "local-exec" {
    when    = destroy
    command = "rm -f world/${self.input.name}.json"
  }
}

resource "terraform_data" "database" {
  input            = { name = "database", engine = local.release.engine, answers = local.release.engine < 17 }
  triggers_replace = { engine = local.release.engine }

  provisioner "local-exec" {
    command     = "test $ENGINE -lt 18 || { echo There is no engine $ENGINE to be had >&2; exit 1; }; printenv BUILT >world/${self.input.name}.json"
    environment = { ENGINE = self.input.engine, BUILT = jsonencode(self.input) }
  }
  provisioner "local-exec" {
    when    = destroy
    command = "rm -f world/${self.input.name}.json"
  }
}

# What stands, once all of it does: the way back leads there.
output "release" {
  value      = var.release
  depends_on = [terraform_data.web, terraform_data.database]
}
